import { deepEqual, equal, match } from 'node:assert/strict'
import { lockBody } from '../../controllers/locks/stack-lock.ts'
import { containersIn, hostOf, runCopy } from '../support/restored-host.ts'
import { aWorld, RUNS } from '../support/world.ts'

const anna = { id: 'a'.repeat(16), by: 'anna@laptop', kind: 'command' as const, command: 'reconcile apply (pid 11)' }
const ci = { id: 'c'.repeat(16), by: 'ci@runner', kind: 'serve' as const, command: 'reconcile serve (pid 22)' }

describe('a second container of a task behind the lock that a dead serve left', () => {
  it('stays, and its task says whose lock that is until somebody takes it away', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images: { 'app:1': RUNS }, locker: anna })
    world.service('web', { template: { image: 'app:1' } })
    await world.settle()
    const from = world.tasks()[0]?.spec.node ?? ''
    const to = from === 'a' ? 'b' : 'a'
    const since = new Date(world.world.clock.now()).toISOString()
    hostOf(world, to).byHand.createVolume(lockBody({ installation: 'default', stack: 'shop' }, { ...ci, since }))
    await world.settle()
    runCopy(world, from, to)
    await world.settle(60_000)
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-1 running'])
    const [task] = world.tasks()
    equal(task?.status?.reason, 'WaitingForLock')
    match(
      task?.status?.message ?? '',
      new RegExp(`^ci@runner works on shop on ${to}: reconcile serve \\(pid 22\\).*--steal`),
    )
    hostOf(world, to).byHand.removeVolume('reconcile-lock.default.shop')
    await world.settle(60_000)
    deepEqual(containersIn(world), [`${from} shop-web-1 running`])
  })
})
