import { doesNotMatch, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { db: RUNS }
/** Longer than it takes to notice a silence, and the grace. */
const LOST_MS = 60_000

function declare(world: TestWorld, constraints: readonly string[]): void {
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
  const template = { image: 'db', mounts: [{ type: 'Volume' as const, source: 'data', target: '/data' }] }
  world.service('web', { template: { image: 'db' }, placement: { constraints: ['node.name==a'] } })
  world.service('db', { template, placement: { constraints: [...constraints] } })
}

/** What `db` says, which ran on `b`, once the state is lost while `b` is off. */
async function saidWithout(constraints: readonly string[]): Promise<string> {
  const first = aWorld({ nodes: ['a', 'b'], images })
  declare(first, ['node.name==b'])
  equal(await first.settle(), 'quiet')
  await first.life().stop()
  ;(first.world.hosts.get('b') as SimulatedHost).crash()
  const world = aWorld({ over: first.world, images, nodes: ['a', 'b'] })
  declare(world, constraints)
  await world.pass(LOST_MS)
  const task = world.tasks().find(({ spec }) => spec.service === 'db')
  equal(task?.spec.node, undefined)
  return task?.status?.message ?? ''
}

describe('what waits for a silent host after its state was lost', () => {
  it('names what goes on without that host where another one would take it', async () =>
    match(await saidWithout([]), /it waits for b; `reconcile delete node\/b`, or `reconcile restart db -n shop`/))

  it('advises to give no host up where its constraints allow no other', async () => {
    const said = await saidWithout(['node.name==b'])
    match(said, /it waits for b, as no other node would take it \(a: it does not meet node\.name==b\)$/)
    doesNotMatch(said, /reconcile (delete|restart)/)
  })
})
