import { deepEqual } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations } from '../../api/v1/labels.ts'
import { observeHost } from '../../plan/observe.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { aWorld, type TestWorld } from '../support/world.ts'
import { planOf } from '../support/plan-of.ts'

/** The host of `b` as it is now. */
async function observedB(world: TestWorld) {
  const { signal } = new AbortController()
  const none = { containerNames: new Set<string>(), hostPorts: new Set<string>(), tasks: new Set<string>() }
  const looked = { installation: 'default', ...none, images: ['nginx'] }
  const engine = (world.world.hosts.get('b') as SimulatedHost).engine()
  const observing = observeHost(engine, looked, { signal, object: 'Node/b', reason: 'look' })
  await world.settle(1_000)
  return await observing
}

describe('a plan of a node that its file gives another name', () => {
  for (const names of [
    ['b', 'c'],
    ['c', 'b'],
  ])
    it(`is of no call: what runs there goes on, its data as well (${names.join(' first, then ')})`, async () => {
      const world = aWorld({ nodes: ['a', 'b'] })
      const metadata = { name: 'data', namespace: 'shop' }
      world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
      const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
      world.service('web', { template: { image: 'nginx', mounts }, placement: { constraints: ['node.name!=a'] } })
      await world.settle()
      const { store } = world.life().ports
      store.update('Node', 'b', ({ metadata: of }) => void (of.annotations = { [annotations.withdrawn]: 'true' }))
      store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'c' }, spec: {} })
      await world.life().stop()
      const observed = await observedB(world)
      const nodes = names.map((node) => ({ node, observed }))
      const { calls, unmet } = await planOf(world, { nodes, undeclared: [] })
      deepEqual({ calls, unmet }, { calls: [], unmet: [] })
    })
})
