import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1RestartPolicy, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { nodesOf } from '../support/two-nodes.ts'
import { aWorld } from '../support/world.ts'

const job = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 0 } }

describe('a job', () => {
  for (const failureAction of ['Pause', 'Rollback'] as const)
    it(`that ends well within the watched time has not failed its update (${failureAction})`, async () => {
      const world = aWorld({ images: { 'job:1': job, 'job:2': job } })
      const spec = (image: string): Partial<V1ServiceSpec> => ({
        mode: 'ReplicatedJob',
        template: { image },
        updateStrategy: { monitorSeconds: 3, failureAction },
      })
      world.service('migrate', spec('job:1'))
      await world.settle()
      world.service('migrate', spec('job:2'))
      await world.settle()
      equal(world.serviceNamed('migrate')?.status?.rollout?.state, 'Completed')
      equal(world.tasks()[0]?.spec.template.image, 'job:2')
    })

  it('is under way while it runs, and complete when it has ended', async () => {
    const world = aWorld({ images: { 'job:1': { ...job, behaviour: { exitsAfterMs: 3_600_000, exitCode: 0 } } } })
    world.service('migrate', { mode: 'ReplicatedJob', template: { image: 'job:1' } })
    await world.settle(600_000)
    const { rollout, conditions } = world.serviceNamed('migrate')?.status ?? {}
    equal(rollout?.state, 'Progressing')
    match(
      getCondition(conditions, 'Ready')?.message ?? '',
      /0 of 1 updated; a task of a job counts once it has completed/,
    )
    await world.settle(3_600_000)
    equal(world.serviceNamed('migrate')?.status?.rollout?.state, 'Completed')
  })

  it('that fails after it ran for long fails its update (S10)', async () => {
    const failing = { ...job, behaviour: { exitsAfterMs: 600_000, exitCode: 3 } }
    const world = aWorld({ images: { 'job:1': job, 'job:2': failing } })
    const spec = (image: string): Partial<V1ServiceSpec> => ({
      mode: 'ReplicatedJob',
      template: { image, restartPolicy: { condition: 'Never' } },
    })
    world.service('migrate', spec('job:1'))
    await world.settle()
    world.service('migrate', spec('job:2'))
    await world.settle(1_200_000)
    equal(world.serviceNamed('migrate')?.status?.rollout?.state, 'Stalled')
    match(world.serviceNamed('migrate')?.status?.rollout?.message ?? '', /exited with 3/)
  })

  it('runs no more tasks at once than it says, as it is to have more of them and all run again', async () => {
    const long = { ...job, behaviour: { exitsAfterMs: 5_000, exitCode: 0 } }
    const world = aWorld({ images: { 'job:1': job, 'job:2': long } })
    const spec = (image: string, replicas: number): Partial<V1ServiceSpec> => ({
      ...{ mode: 'ReplicatedJob', replicas, maxConcurrent: 1 },
      template: { image },
    })
    world.service('migrate', spec('job:1', 2))
    await world.settle()
    world.service('migrate', spec('job:2', 4))
    let most = 0
    for (let looks = 0; looks < 300; looks++) {
      await world.pass(100)
      most = Math.max(most, world.imagesRunning().length)
    }
    equal(most, 1)
    deepEqual(
      world.tasks().map(({ status, spec: { template } }) => `${template.image} ${status?.phase}`),
      Array(4).fill('job:2 Completed'),
    )
  })

  it('goes to all hosts that are alike, though no more work at a time than may', async () => {
    const world = aWorld({ nodes: ['a', 'b', 'c'], images: { 'job:1': job } })
    world.service('migrate', {
      ...{ mode: 'ReplicatedJob', replicas: 4, maxConcurrent: 2 },
      template: { image: 'job:1' },
    })
    await world.settle()
    deepEqual(nodesOf(world), ['a', 'a', 'b', 'c'])
  })

  it('never works in a task and its successor at once, whatever the order of its updates', async () => {
    const long = { ...job, behaviour: { exitsAfterMs: 60_000, exitCode: 0 } }
    const world = aWorld({ images: { 'job:1': long, 'job:2': long } })
    const spec = (image: string): Partial<V1ServiceSpec> => ({
      ...{ mode: 'ReplicatedJob', template: { image }, updateStrategy: { order: 'StartFirst' } },
    })
    world.service('migrate', spec('job:1'))
    await world.pass(10_000)
    world.service('migrate', spec('job:2'))
    for (let looks = 0; looks < 100; looks++) {
      await world.pass(100)
      equal(world.imagesRunning().length <= 1, true)
    }
    deepEqual(world.imagesRunning(), ['job:2'])
  })

  describe('with a limit of attempts', () => {
    const failing = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 1 } }
    const policies = { delay: { delaySeconds: 1 }, 'long delay': { delaySeconds: 3_600 }, engine: {} }
    const trying = (policy: V1RestartPolicy, before?: Partial<V1ServiceSpec>) => {
      const world = aWorld({ images: { 'job:0': job, 'job:1': failing } })
      const states = new Set<string | undefined>()
      const restartPolicy = { condition: 'OnFailure' as const, maxAttempts: 5, ...policy }
      const begin = async () => {
        if (before) world.service('migrate', before)
        if (before) await world.settle()
        const { store } = world.life().ports
        store.watch('Service').subscribe(({ after }) => states.add(after?.status?.rollout?.state))
        world.service('migrate', { mode: 'ReplicatedJob', template: { image: 'job:1', restartPolicy } })
      }
      return { world, states, begin }
    }

    for (const [by, policy] of Object.entries(policies)) {
      it(`has not failed while it has some left (${by})`, async () => {
        const { world, states, begin } = trying(policy)
        await begin()
        while ((world.tasks()[0]?.status?.restarts ?? 0) < 4) await world.pass(500)
        await world.pass(200)
        world.host.byHand.exit('shop-migrate-1', 0)
        await world.settle(10_000)
        deepEqual([...states].filter(Boolean), ['Progressing', 'Completed'])
      })

      it(`has failed once they are used up (${by})`, async () => {
        const { world, states, begin } = trying(policy)
        await begin()
        await world.settle(6 * 3_600_000)
        deepEqual([...states].filter(Boolean), ['Progressing', 'Stalled'])
        match(world.serviceNamed('migrate')?.status?.rollout?.message ?? '', /5 restarts did not help/)
      })
    }

    it('fails no update while it has some left', async () => {
      const { world, states, begin } = trying(policies.delay, { mode: 'ReplicatedJob', template: { image: 'job:0' } })
      await begin()
      while ((world.tasks()[0]?.status?.restarts ?? 0) < 4) await world.pass(500)
      world.host.byHand.exit('shop-migrate-1', 0)
      await world.settle(10_000)
      deepEqual([...states].filter(Boolean), ['Completed', 'Progressing'])
      equal(world.serviceNamed('migrate')?.status?.rollout?.state, 'Completed')
    })

    it('fails as any other where it can not even start, which uses up none', async () => {
      const startError = 'exec: "once": executable file not found in $PATH'
      const world = aWorld({ images: { 'job:1': { ...failing, behaviour: { startError } } } })
      const restartPolicy = { condition: 'OnFailure' as const, maxAttempts: 5, delaySeconds: 1 }
      world.service('migrate', { mode: 'ReplicatedJob', template: { image: 'job:1', restartPolicy } })
      await world.pass(20_000)
      equal(world.serviceNamed('migrate')?.status?.rollout?.state, 'Stalled')
    })
  })

  describe('that works for longer than its deadline', () => {
    const slow = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_800_000, exitCode: 1 } }
    const working = () => {
      const world = aWorld({ images: { 'job:1': slow } })
      const states: (string | undefined)[] = []
      world
        .life()
        .ports.store.watch('Service')
        .subscribe(({ after }) => states.push(after?.status?.rollout?.state))
      const restartPolicy = { condition: 'OnFailure' as const, delaySeconds: 5 }
      world.service('migrate', { mode: 'ReplicatedJob', template: { image: 'job:1', restartPolicy } })
      return { world, isStalled: () => states.includes('Stalled') }
    }

    it('has not stalled as it fails, and is tried again', async () => {
      const { world, isStalled } = working()
      await world.pass(2_400_000)
      equal(isStalled(), false)
      world.host.byHand.exit('shop-migrate-1', 0)
      await world.settle()
      deepEqual([isStalled(), world.serviceNamed('migrate')?.status?.rollout?.state], [false, 'Completed'])
    })

    it('has, as it fails again and again', async () => {
      const { world, isStalled } = working()
      await world.pass(4 * 1_900_000)
      equal(isStalled(), true)
    })
  })
})
