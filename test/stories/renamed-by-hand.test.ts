import { deepEqual, equal } from 'node:assert/strict'
import { composeLabels } from '../../api/v1/labels.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { aRunning, type TestWorld } from '../support/world.ts'

/** Name, slot, image and state of each container, sorted. */
function containers({ host }: TestWorld): readonly string[] {
  return host
    .containers()
    .map(({ Name, Config, State }) => [
      Name,
      Config.Labels?.[composeLabels.containerNumber],
      Config.Image,
      State.Status,
    ])
    .map((words) => words.join(' '))
    .sort()
}

const deeds: Readonly<Record<string, (byHand: SimulatedHost['byHand']) => void>> = {
  'was given the name of a removed one': (byHand) => {
    byHand.remove('shop-web-1')
    byHand.stop('shop-web-2')
    byHand.rename('shop-web-2', 'shop-web-1')
  },
  'swapped its name with another one': (byHand) => {
    byHand.rename('shop-web-1', 'aside')
    byHand.rename('shop-web-2', 'shop-web-1')
    byHand.rename('aside', 'shop-web-2')
  },
}

describe('a container that, while nobody looked,', () => {
  for (const [what, act] of Object.entries(deeds))
    for (const order of ['StopFirst', 'StartFirst'] as const)
      for (const image of ['nginx', 'nginx:2'])
        it(`${what} has its own name again, and keeps no task down: ${order}, with ${image} in the place of nginx`, async () => {
          const spec = { replicas: 2, updateStrategy: { order } }
          const world = await aRunning(spec)
          await world.life().stop()
          act(world.host.byHand)
          await world.restart()
          world.service('web', { ...spec, template: { image } })
          await world.settle()
          deepEqual(containers(world), [`/shop-web-1 1 ${image} running`, `/shop-web-2 2 ${image} running`])
          equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
        })
})
