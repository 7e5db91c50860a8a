import { deepEqual } from 'node:assert/strict'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { observedIn, planOf } from '../support/plan-of.ts'
import { runningOnTwo } from '../support/two-nodes.ts'

/** Longer than it takes to notice a silence, and the grace. */
const LOST_MS = 50_000

describe('the plan of a serve that gives up a silent node', () => {
  for (const isLost of [true, false])
    it(`is ${isLost ? 'not ' : ''}held up by what it had${isLost ? '' : ', while its grace runs'}`, async () => {
      const world = await runningOnTwo({ replicas: 2 })
      const { clock, hosts } = world.world
      const since = clock.now()
      ;(hosts.get('b') as SimulatedHost).hang()
      await world.pass(isLost ? LOST_MS : 20_000)
      const nodes = [{ node: 'a', observed: await observedIn(world, 'a', { images: ['app:1', 'app:2'] }) }]
      const { unmet } = await planOf(world, {
        nodes,
        silent: ['b'],
        ...(isLost ? { lost: new Map([['b', since]]) } : {}),
      })
      deepEqual(
        unmet.map(({ object, reason }) => `${object} ${reason}`),
        isLost ? [] : ['Service/shop/web HostUnreachable', 'Network/shop/default HostUnreachable'],
      )
    })

  it('has stand-ins also for what was to begin there, as the others answer all along', async () => {
    const world = await runningOnTwo({ replicas: 2 })
    const since = world.world.clock.now()
    ;(world.world.hosts.get('b') as SimulatedHost).hang()
    world.service('web', { replicas: 4, template: { image: 'app:1' } })
    await world.pass(LOST_MS)
    const nodes = [{ node: 'a', observed: await observedIn(world, 'a', { images: ['app:1'] }) }]
    const { unmet, calls } = await planOf(world, { nodes, silent: ['b'], lost: new Map([['b', since]]) })
    deepEqual(unmet, [])
    deepEqual(calls.filter(({ path }) => path.endsWith('/start')).length, 1)
  })

  it('says of it what is known, and not how it is simulated', async () => {
    const world = await runningOnTwo({ replicas: 2 })
    const { clock, hosts } = world.world
    const since = clock.now()
    ;(hosts.get('b') as SimulatedHost).hang()
    await world.pass(LOST_MS)
    const nodes = [{ node: 'a', observed: await observedIn(world, 'a') }]
    const { store } = world.life().ports
    store.update('Node', 'a', ({ spec }) => void (spec.drain = true))
    const drained = new Map(store.list('Node'))
    const list = ((kind) => (kind === 'Node' ? drained : store.list(kind))) as typeof store.list
    const { assumptions } = await planOf(world, {
      ...{ nodes, silent: ['b'], lost: new Map([['b', since]]) },
      declared: { ...store, list },
    })
    const said = assumptions.filter((words) => words.includes('which is drained'))
    deepEqual(
      said.map((words) => words.replace(/^.*?: |\d+ s/g, '')),
      ['no other node fits: b: no answer for ', 'no other node fits: b: no answer for '],
    )
  })
})
