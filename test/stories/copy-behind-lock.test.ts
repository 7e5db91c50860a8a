import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
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

  it('leaves the outcome of a task that has ended as it is, whose Ready condition says so meanwhile', async () => {
    const job = { config: { Cmd: ['job'] }, behaviour: { exitsAfterMs: 100 } }
    const world = aWorld({ nodes: ['a', 'b'], images: { job }, locker: anna })
    world.service('web', { mode: 'ReplicatedJob', template: { image: 'job' } })
    await world.settle()
    const [from = '', to = ''] = world.tasks()[0]?.spec.node === 'a' ? ['a', 'b'] : ['b', 'a']
    const since = new Date(world.world.clock.now()).toISOString()
    hostOf(world, to).byHand.createVolume(lockBody({ installation: 'default', stack: 'shop' }, { ...ci, since }))
    await world.settle()
    runCopy(world, from, to)
    await world.settle(60_000)
    const said = () => {
      const [{ status } = {}] = world.tasks()
      return [status?.message, getCondition(status?.conditions, 'Ready')?.reason]
    }
    deepEqual(said(), ['it exited with 0', 'WaitingForLock'])
    hostOf(world, to).byHand.removeVolume('reconcile-lock.default.shop')
    await world.settle(60_000)
    deepEqual(said(), ['it exited with 0', 'Completed'])
    deepEqual(containersIn(world), [`${from} shop-web-1 exited`])
  })
})
