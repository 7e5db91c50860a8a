import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const constraints = ['node.name==b']
const networks = [{ network: 'default' }]
const on = (hostPort: number, more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  template: { image: 'app:1', networks, ports: [{ hostPort, containerPort: 80 }] },
  ...more,
})
const gateway = (hostPort: number): Partial<V1ServiceSpec> => ({
  template: { image: 'app:1', networkMode: 'bridge', ports: [{ hostPort, containerPort: 80 }] },
  placement: { constraints },
})

/** `db` and `api` are together on `b`, and so is a gateway, which shares no network with them. */
async function together(): Promise<TestWorld> {
  const world = aWorld({ images: { 'app:1': RUNS }, nodes: ['a', 'b', 'c'] })
  world.service('db', { template: { image: 'app:1', networks }, placement: { constraints } })
  world.service('api', on(9000))
  world.service('gw', gateway(9500))
  equal(await world.settle(), 'quiet')
  deepEqual(places(world), ['api b 9000', 'db b', 'gw b 9500'])
  return world
}

const places = (world: TestWorld) =>
  world
    .tasks()
    .filter(({ status }) => status?.phase === 'Running')
    .map(({ spec, status }) => `${spec.service} ${spec.node} ${status?.ports?.[0]?.hostPort ?? ''}`.trim())
    .sort()

describe('a service whose host port is about to be free beside the services that it shares a bridge with', () => {
  it('waits for it there, where it reaches them, though another host has it free', async () => {
    const world = await together()
    world.service('api', on(9500))
    world.service('gw', gateway(9000))
    equal(await world.settle(), 'quiet')
    deepEqual(places(world), ['api b 9500', 'db b', 'gw b 9000'])
  })

  it('goes where it has it at once, if nothing draws it to a host', async () => {
    const world = aWorld({ images: { 'app:1': RUNS }, nodes: ['a', 'b'] })
    world.service('api', on(9000, { placement: { constraints: ['node.name==a'] } }))
    world.service('gw', gateway(9500))
    equal(await world.settle(), 'quiet')
    world.service('gw', gateway(9501))
    world.service('api', on(9500))
    equal(await world.settle(), 'quiet')
    deepEqual(places(world), ['api a 9500', 'gw b 9501'])
  })
})
