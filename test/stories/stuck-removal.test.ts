import { deepEqual, equal } from 'node:assert/strict'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { aRunning, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const template = (image: string) => ({ image, stopGracePeriodSeconds: 1 })

interface Stuck {
  readonly world: TestWorld
  /** The engine is done with it. */
  free(): Promise<void>
}

/** An engine that does not get rid of the first container that it is to remove. */
async function updated(order: 'StartFirst' | 'StopFirst', left: 'removing' | 'dead'): Promise<Stuck> {
  let stuck: string | undefined
  let isFree = false
  let world: TestWorld | undefined
  const wrapEngine = (engine: Engine): Engine => ({
    ...engine,
    async removeContainer(args, run) {
      stuck ??= args.id
      if (isFree || args.id !== stuck) return await engine.removeContainer(args, run)
      const about = { node: 'a', tried: 'remove container', detail: 'device or resource busy' }
      if (left === 'dead') throw new EngineError('Internal', about)
      await new Promise<void>((resolve) => world?.world.clock.after(5_000, resolve))
      throw new EngineError('Timeout', about)
    },
    async inspectContainer(args, run) {
      const found = await engine.inspectContainer(args, run)
      return isFree || found.Id !== stuck ? found : { ...found, State: { ...found.State, Status: left } }
    },
  })
  world = await aRunning({ template: template('app:1'), updateStrategy: { order } }, { images, wrapEngine })
  const old = world.tasks()[0]?.metadata.name
  const holdOld = (finalizers: string[]) =>
    world?.life().ports.store.update('Task', `shop/${old}`, ({ metadata }) => void (metadata.finalizers = finalizers))
  if (order === 'StartFirst') holdOld(['example.com/proxy'])
  world.service('web', { template: template('app:2'), updateStrategy: { order } })
  if (order === 'StartFirst') await losesBoth(world)
  holdOld([])
  await world.pass(left === 'removing' ? 40_000 : 120_000)
  return {
    world,
    async free() {
      isFree = true
      world?.host.byHand.remove(stuck ?? '')
      await world?.pass(400_000)
    },
  }
}

/** Unwatched, the old container ends, and the new one beside it is removed. */
async function losesBoth(world: TestWorld): Promise<void> {
  await world.settle(60_000)
  deepEqual(world.imagesRunning(), ['app:1', 'app:2'])
  await world.life().stop()
  world.host.byHand.stop('shop-web-1')
  world.host.byHand.remove(world.host.containers().find(({ Config }) => Config.Image === 'app:2')?.Id ?? '')
  await world.restart()
}

for (const order of ['StartFirst', 'StopFirst'] as const)
  for (const left of ['removing', 'dead'] as const)
    describe(`an update, ${order}, whose old container stays ${left}`, () => {
      it('goes on beside it, and takes its name when that is free (S10)', async () => {
        const { world, free } = await updated(order, left)
        const up = () => world.containers().filter((one) => one.endsWith(' running'))
        equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
        equal(up().length, 1)
        deepEqual(world.imagesRunning(), ['app:2'])
        await free()
        deepEqual(world.containers(), ['shop-web-1 running'])
      })
    })
