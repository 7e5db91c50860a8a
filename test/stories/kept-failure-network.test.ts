import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const crashes = { config: { Cmd: ['serve'] }, behaviour: { exitsAfterMs: 1_500, exitCode: 3 } }

/** `shop/web` runs, and of an earlier revision the container that failed is kept, in the network of both. */
async function aKept(apiVersion: string): Promise<TestWorld> {
  const world = aWorld({ apiVersion, images: { nginx: RUNS, crashes } })
  world.service('web', { template: { image: 'crashes', restartPolicy: { condition: 'Never' } } })
  await world.settle(60_000)
  scale(world, 1)
  await world.settle(60_000)
  deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-1.failed exited'])
  return world
}

function scale(world: TestWorld, replicas: number): void {
  world.service('web', { replicas })
}

function networkIds({ host }: TestWorld): readonly string[] {
  return [...host.state.networks.values()].filter(({ name }) => name === 'shop_default').map(({ id }) => id)
}

for (const apiVersion of ['1.41', '1.51'])
  describe(`the network of a failed container that is kept (API ${apiVersion})`, () => {
    it('goes with the last task, and the stack is ready', async () => {
      const world = await aKept(apiVersion)
      scale(world, 0)
      equal(await world.settle(), 'quiet')
      deepEqual([world.containers(), networkIds(world)], [['shop-web-1.failed exited'], []])
      const { store } = world.life().ports
      const ready = (kind: 'Network' | 'Stack', key: string) => store.get(kind, key)?.status?.conditions?.[0]?.status
      deepEqual([ready('Network', 'shop/default'), ready('Stack', 'shop')], ['True', 'True'])
    })

    it('is another once its services were scaled to 0 and back', async () => {
      const world = await aKept(apiVersion)
      const before = networkIds(world)
      const metadata = { name: 'default', namespace: 'shop' }
      world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata, spec: { internal: true } })
      for (const replicas of [0, 1]) {
        scale(world, replicas)
        equal(await world.settle(), 'quiet')
      }
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-1.failed exited'])
      const [network] = [...world.host.state.networks.values()].filter(({ name }) => name === 'shop_default')
      deepEqual([network?.body.Internal, networkIds(world).includes(before[0] ?? '')], [true, false])
    })

    it('stays while somebody has that one running', async () => {
      const world = await aKept(apiVersion)
      world.host.byHand.start('shop-web-1.failed')
      world.host.byHand.pause('shop-web-1.failed')
      scale(world, 0)
      await world.settle(10_000)
      const { conditions } = world.life().ports.store.get('Network', 'shop/default')?.status ?? {}
      deepEqual([networkIds(world).length, conditions?.[0]?.reason], [1, 'InUse'])
    })
  })
