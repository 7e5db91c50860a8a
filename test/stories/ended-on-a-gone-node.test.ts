import { deepEqual, equal } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import type { Installation } from '../../controllers/installation.ts'
import type { Engine } from '../../engine/engine.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { startLife } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { withdraw } from '../../store/source/acceptance/withdraw.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'once:1': { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000 } }, 'web:1': RUNS }

/** A migration that has completed on `b`, and what waited for it on `a`. */
async function migrated(): Promise<TestWorld> {
  const world = aWorld({ images, nodes: ['a', 'b'] })
  world.service('migrate', {
    template: { image: 'once:1', restartPolicy: { condition: 'Never' } },
    placement: { constraints: ['node.name==b'] },
  })
  world.service('web', {
    template: { image: 'web:1' },
    dependsOn: [{ service: 'migrate', condition: 'Completed' }],
    placement: { constraints: ['node.name!=b'] },
  })
  await world.settle()
  deepEqual(tasksIn(world.life()), ['migrate b Completed', 'web a Running'])
  return world
}

const tasksIn = ({ ports }: Installation) =>
  [...ports.store.list('Task').values()]
    .map(({ spec, status }) => `${spec.service} ${spec.node} ${status?.phase}`)
    .sort()

const containersOn = ({ world }: TestWorld, node: string) =>
  world.hosts
    .get(node)
    ?.containers()
    .map(({ Name, State }) => `${Name.slice(1)} ${State.Status}`)

const networksOn = ({ world }: TestWorld, node: string) =>
  [...(world.hosts.get(node)?.state.networks.values() ?? [])]
    .map(({ name }) => name)
    .filter((name) => name.startsWith('shop_'))

const networkReady = ({ ports: { store } }: Installation) =>
  getCondition(store.get('Network', 'shop/default')?.status?.conditions, 'Ready')?.reason

/** Ends the life of a world, and begins one that knows these hosts; `c` is the host `b` under another name. */
async function startedAnew(world: TestWorld, names: readonly string[]): Promise<Installation> {
  const stopping = world.life().stop()
  await world.settle()
  await stopping
  const hosts = new Map(names.map((name) => [name, named(name, world)]))
  const life = startLife(
    { ...world.world, hosts },
    { installation: 'default', contents: fixedContents(new Map(), world.world.clock) },
  )
  await world.settle()
  return life
}

function named(name: string, { world }: TestWorld): SimulatedHost {
  const host = world.hosts.get(name === 'c' ? 'b' : name) as SimulatedHost
  return { ...host, engine: (): Engine => ({ ...host.engine(), node: name }) }
}

describe('a task that has ended on a node that is not declared any more', () => {
  it('holds up no network: it needs none', async () => {
    const world = await migrated()
    world.life().ports.store.delete('Node', 'b')
    const life = await startedAnew(world, ['a'])
    deepEqual([networkReady(life), tasksIn(life)], ['Present', ['migrate b Completed', 'web a Running']])
  })

  it('is of the node that its host has become, with its container', async () => {
    const world = await migrated()
    world.life().ports.store.delete('Node', 'b')
    world.newCalls()
    const life = await startedAnew(world, ['a', 'c'])
    deepEqual([networkReady(life), tasksIn(life)], ['Present', ['migrate c Completed', 'web a Running']])
    deepEqual([containersOn(world, 'b'), world.newCalls()], [['shop-migrate-1 exited'], []])
  })

  it('does not run again elsewhere', async () => {
    const world = await migrated()
    world.life().ports.store.delete('Node', 'b')
    const life = await startedAnew(world, ['a'])
    life.ports.store.update('Service', 'shop/migrate', ({ spec }) => void delete spec.placement)
    await world.settle()
    deepEqual(tasksIn(life), ['migrate b Completed', 'web a Running'])
  })
})

describe('a task that has ended', () => {
  it('keeps no network on a node that is given up, which goes at once', async () => {
    const world = await migrated()
    const { store } = world.life().ports
    withdraw(store, 'Node/b')
    await world.pass(20_000)
    equal(store.get('Node', 'b'), undefined)
    deepEqual(networksOn(world, 'b'), [])
  })

  it('keeps no network on a node that is drained, and does not run again once that takes tasks', async () => {
    const world = await migrated()
    const { store } = world.life().ports
    store.update('Node', 'b', ({ spec }) => void (spec.drain = true))
    await world.pass(20_000)
    deepEqual(networksOn(world, 'b'), [])
    store.update('Node', 'b', ({ spec }) => void delete spec.drain)
    await world.pass(20_000)
    deepEqual(tasksIn(world.life()), ['migrate b Completed', 'web a Running'])
    deepEqual(containersOn(world, 'b'), ['shop-migrate-1 exited'])
  })

  it('keeps its volume on a node that is drained, as its container has it: no deletion is asked for that would be refused', async () => {
    const world = await migrated()
    const { store } = world.life().ports
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    world.service('seed', {
      template: { image: 'once:1', restartPolicy: { condition: 'Never' }, mounts },
      placement: { constraints: ['node.name==b'] },
    })
    await world.settle()
    store.update('Node', 'b', ({ spec }) => void (spec.drain = true))
    await world.pass(20_000)
    world.newCalls()
    store.update('Volume', 'shop/data', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Volume', 'shop/data')
    await world.pass(60_000)
    deepEqual(world.newCalls(), [])
    equal(getCondition(store.get('Volume', 'shop/data')?.status?.conditions, 'Ready')?.reason, 'InUse')
  })

  it('holds up no network of its stack while its host is silent', async () => {
    const world = await migrated()
    world.world.hosts.get('b')?.crash()
    await world.pass(120_000)
    equal(networkReady(world.life()), 'Present')
  })
})
