import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { nodesOf } from '../support/two-nodes.ts'
import { aWorld, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:slow': { ...RUNS, behaviour: { stopsAfterMs: 8_000 } } }

function declare(world: TestWorld, addresses: Readonly<Record<string, string>>, stack = 'shop'): void {
  for (const [name, ipv4Address] of Object.entries(addresses)) {
    const image = name === 'slow' ? 'app:slow' : 'app:1'
    const spec = { template: { image, networks: [{ network: 'back', ipv4Address }] } }
    world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: stack }, spec })
  }
}

/** A world in which each service has its address in a network of their own stack. */
async function running(
  addresses: Readonly<Record<string, string>>,
  options: TestWorldOptions = {},
): Promise<TestWorld> {
  const world = aWorld({ images, ...options })
  const ipam = { config: [{ subnet: '10.70.0.0/24' }] }
  const metadata = { name: 'back', namespace: 'shop' }
  world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata, spec: { ipam } })
  declare(world, addresses)
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

/** `name address` of the running containers. */
function addressed(world: TestWorld): readonly string[] {
  return world.host
    .containers()
    .filter(({ State }) => State.Status === 'running')
    .map(({ Name, NetworkSettings: { Networks } }) => `${Name.slice(1)} ${Networks['shop_back']?.IPAddress}`)
    .sort()
}

describe('services that change their fixed addresses', () => {
  it('pass them on, however long one takes to stop: no start is refused for it', async () => {
    const world = await running({ a: '10.70.0.10', slow: '10.70.0.11' })
    declare(world, { a: '10.70.0.11', slow: '10.70.0.12' })
    await world.pass(1_000)
    const [waiting] = world.tasks().filter(({ spec, status }) => spec.service === 'a' && status?.phase === 'Preparing')
    match(waiting?.status?.message ?? '', /^its address 10\.70\.0\.11 on the network back is held by shop\/slow-1-/)
    deepEqual(addressed(world)[0], 'shop-a-1 10.70.0.10', 'what runs goes on')
    equal(await world.settle(), 'quiet')
    deepEqual(addressed(world), ['shop-a-1 10.70.0.11', 'shop-slow-1 10.70.0.12'])
    for (const { status } of world.tasks()) equal(status?.failures ?? 0, 0)
  })

  it('swap them: one makes way', async () => {
    const world = await running({ a: '10.70.0.10', slow: '10.70.0.11' })
    declare(world, { a: '10.70.0.11', slow: '10.70.0.10' })
    equal(await world.settle(), 'quiet')
    deepEqual(addressed(world), ['shop-a-1 10.70.0.11', 'shop-slow-1 10.70.0.10'])
    for (const { status } of world.tasks()) equal(status?.failures ?? 0, 0)
  })
})

describe('two services with one fixed address', () => {
  it('are on a host each, where there are two', async () => {
    const world = await running({ a: '10.70.0.10', b: '10.70.0.10' }, { nodes: ['a', 'b'] })
    deepEqual(nodesOf(world), ['a', 'b'])
    for (const name of ['a', 'b']) equal(world.serviceNamed(name)?.status?.readyReplicas, 1)
  })

  it('of two stacks have it in their own networks: who can not is told by the engine', async () => {
    const world = await running({ a: '10.70.0.10' })
    declare(world, { b: '10.70.0.10' }, 'blog')
    await world.settle(10_000)
    equal(world.tasks().find(({ spec }) => spec.service === 'b')?.spec.node, 'a')
  })
})
