import { deepEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { asRestored } from '../../cli/local/backup.ts'
import type { Installation } from '../../controllers/installation.ts'
import { containersIn, fromBackup, hostOf, runCopy, untilDone } from '../support/restored-host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }

function update({ ports }: Installation, image: string): void {
  ports.store.update('Service', 'shop/web', ({ spec }) => void ((spec as V1ServiceSpec).template.image = image))
}

/** The containers that are made on a host from now on, each with its image. */
function madeOn(world: TestWorld, node: string): readonly string[] {
  const made: string[] = []
  hostOf(world, node)
    .engine()
    .watch({
      onEvent({ type, action, attributes: { name, image } }) {
        if (type === 'container' && action === 'create') made.push(`${name} of ${image}`)
      },
      ...{ since: world.world.clock.now(), onReady() {}, onBroken() {} },
    })
  return made
}

describe('a home that is restored from before an update', () => {
  // Which loop is first, the seed says.
  for (let seed = 1; seed <= 10; seed++)
    it(`makes a container that is gone of what the file says by now, and of nothing else (seed ${seed})`, async () => {
      const world = aWorld({ images, seed })
      world.service('web', { replicas: 2, template: { image: 'app:1' } })
      await untilDone(world)
      const backup = asRestored(world.life().ports.store)
      update(world.life(), 'app:2')
      await untilDone(world)
      const restored = await fromBackup(world, backup)
      hostOf(world, 'a').byHand.remove('shop-web-1')
      update(restored, 'app:2')
      const made = madeOn(world, 'a')
      await untilDone(world)
      deepEqual(made, ['shop-web-1 of app:2'])
      deepEqual(containersIn(world), ['a shop-web-1 running', 'a shop-web-2 running'])
      await restored.stop()
    })

  it('makes nothing of the former image either where another container is on another host by now', async () => {
    const world = aWorld({ images, nodes: ['a', 'b'] })
    const { store } = world.life().ports
    const drainB = (drain: boolean) => store.update('Node', 'b', ({ spec }) => void (spec.drain = drain))
    await world.settle(1_000)
    drainB(true)
    world.service('web', { replicas: 2, template: { image: 'app:1' } })
    await untilDone(world)
    drainB(false)
    const backup = asRestored(store)
    await world.life().stop()
    runCopy(world, 'a', 'b')
    const [moved = ''] = containersIn(world).filter((each) => each.startsWith('b '))
    for (const name of ['shop-web-1', 'shop-web-2']) hostOf(world, 'a').byHand.remove(name)
    const restored = await fromBackup(world, backup)
    update(restored, 'app:2')
    const made = madeOn(world, 'a')
    await untilDone(world)
    const other = moved.includes('web-1') ? 'shop-web-2' : 'shop-web-1'
    deepEqual([made, containersIn(world)], [[`${other} of app:2`], [`a ${other} running`, moved]])
    await restored.stop()
  })
})
