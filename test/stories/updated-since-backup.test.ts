import { deepEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { asRestored } from '../../cli/local/backup.ts'
import type { Installation } from '../../controllers/installation.ts'
import { containersIn, fromBackup, hostOf, untilDone } from '../support/restored-host.ts'
import { aWorld, RUNS } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }

function update({ ports }: Installation, image: string): void {
  ports.store.update('Service', 'shop/web', ({ spec }) => void ((spec as V1ServiceSpec).template.image = image))
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
      const made: string[] = []
      hostOf(world, 'a')
        .engine()
        .watch({
          onEvent({ type, action, attributes: { name, image } }) {
            if (type === 'container' && action === 'create') made.push(`${name} of ${image}`)
          },
          ...{ since: world.world.clock.now(), onReady() {}, onBroken() {} },
        })
      await untilDone(world)
      deepEqual(made, ['shop-web-1 of app:2'])
      deepEqual(containersIn(world), ['a shop-web-1 running', 'a shop-web-2 running'])
      await restored.stop()
    })
})
