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
})
