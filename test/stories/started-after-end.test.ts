import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const job = { config: { Cmd: ['work'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 0 } }
const SINCE = '; it was started by hand since, and runs: nothing looks after it'

function told(world: TestWorld): readonly unknown[] {
  const status = world.tasks()[0]?.status
  return [status?.phase, status?.reason, status?.message]
}

describe('a container that somebody starts after the outcome of its task', () => {
  it('is said to run as long as it does, and left alone', async () => {
    const world = aWorld()
    world.service('web', { template: { image: 'nginx', restartPolicy: { condition: 'Never' } } })
    await world.settle()
    await world.pass(10_000)
    world.host.byHand.exit('shop-web-1', 1)
    await world.settle()
    const outcome = ['Failed', 'GaveUp', 'it exited with 1']
    deepEqual(told(world), outcome)
    world.newCalls()
    world.host.byHand.start('shop-web-1')
    equal(await world.settle(), 'quiet')
    const runs = ['Failed', 'GaveUp', `it exited with 1${SINCE}`]
    deepEqual(told(world), runs)
    const [ready] = world.serviceNamed('web')?.status?.conditions ?? []
    equal(
      ready?.message,
      `0 of 1 ready; ${world.tasks()[0]?.metadata.name}: it exited with 1${SINCE}; \`reconcile restart web -n shop\` runs it again`,
    )
    await world.restart()
    await world.settle()
    deepEqual(told(world), runs)
    world.host.byHand.exit('shop-web-1', 7)
    await world.settle()
    deepEqual([told(world), world.newCalls()], [outcome, []])
  })

  it('is not looked at again and again, though its task failed before', async () => {
    const world = aWorld()
    const restartPolicy = { condition: 'OnFailure', maxAttempts: 1 } as const
    world.service('web', { template: { image: 'nginx', restartPolicy } })
    await world.settle()
    for (let ends = 0; ends < 2; ends++) {
      world.host.byHand.exit('shop-web-1', 1)
      await world.settle()
    }
    equal(told(world)[1], 'GaveUp')
    ok((world.tasks()[0]?.status?.failures ?? 0) > 0)
    world.host.byHand.start('shop-web-1')
    const { clock } = world.world
    clock.after(20_000, () => {})
    notEqual(await clock.runUntilQuiet({ until: clock.now() + 20_000, steps: 10_000 }), 'steps')
  })

  it('is no second run of a job', async () => {
    const world = aWorld({ images: { job, nginx: RUNS } })
    world.service('web', { mode: 'ReplicatedJob', template: { image: 'job' } })
    await world.settle()
    const outcome = told(world)
    equal(outcome[0], 'Completed')
    world.newCalls()
    world.host.byHand.start('shop-web-1')
    await world.settle(500)
    deepEqual(told(world), ['Completed', 'Completed', `${outcome[2]}${SINCE}`])
    await world.settle()
    deepEqual([told(world), world.newCalls()], [outcome, []])
  })
})
