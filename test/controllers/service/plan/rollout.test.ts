import { deepEqual, equal } from 'node:assert/strict'
import type { V1Task, V1TaskStatus } from '../../../../api/v1/generated/types.ts'
import { ago, aRollout, aTask, NOW, ready, specified } from '../../../support/builders.ts'
import { brief, type Given, plan, settled, update } from '../../../support/service-plan.ts'

/** Made before all that is seen of it. */
function made(task: V1Task): V1Task {
  return { ...task, metadata: { ...task.metadata, creationTimestamp: ago(400_000) } }
}

/** Started by us, and not found running. */
function started(task: V1Task): V1Task {
  return { ...task, status: { ...task.status, progressedAt: ago(1_000) } }
}

/** Told to go, on a host that does not answer. */
const silent = specified(aTask(1, 'r1', { phase: 'Unknown', reason: 'HostUnreachable' }), { desiredState: 'Removed' })
const first = new Set(['web-1-r2'])

describe('the rollout that planService comes to', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'is under way while tasks start', given: { spec: { replicas: 1 } }, wants: 'Progressing' },
    {
      it: 'is complete when every slot is available',
      given: { spec: { replicas: 1 }, tasks: [aTask(1, 'r2', ready())] },
      wants: 'Completed',
    },
    {
      it: 'is under way while a first task is watched for as long as was asked for',
      given: {
        spec: { replicas: 1, updateStrategy: { monitorSeconds: 5 } },
        tasks: [aTask(1, 'r2', ready(4_000))],
      },
      wants: 'Progressing',
    },
    {
      it: 'is complete when a first task stayed up for that long',
      given: {
        spec: { replicas: 1, updateStrategy: { monitorSeconds: 5 } },
        tasks: [aTask(1, 'r2', ready(6_000))],
      },
      wants: 'Completed',
    },
    {
      it: 'is complete when a first task is ready, where no time was asked for',
      given: { spec: { replicas: 1, updateStrategy: {} }, tasks: [aTask(1, 'r2', ready(0))] },
      wants: 'Completed',
    },
    {
      it: 'is under way for a moment where nothing checks the first task: it may crash at once',
      given: { spec: { replicas: 1 }, tasks: [started(aTask(1, 'r2', ready(400)))] },
      wants: 'Progressing',
    },
    {
      it: 'is under way after that moment where an event told of its end already',
      given: { spec: { replicas: 1 }, tasks: [started(aTask(1, 'r2', ready(600)))], view: { dying: first } },
      wants: 'Progressing',
    },
    {
      it: 'is under way after an update was watched where an event told of the end of its task already',
      given: { spec: { replicas: 1 }, ...update, tasks: [aTask(1, 'r2', ready(60_000))], view: { dying: first } },
      wants: 'Progressing',
    },
    {
      it: 'is complete after that moment',
      given: { spec: { replicas: 1 }, tasks: [started(aTask(1, 'r2', ready(600)))] },
      wants: 'Completed',
    },
    {
      it: 'is complete where one task came through that moment: what crashes at once does so in each',
      given: { spec: { replicas: 2 }, tasks: [started(aTask(1, 'r2', ready(600))), started(aTask(2, 'r2', ready(0)))] },
      wants: 'Completed',
    },
    {
      it: 'is complete at once where the health check passes',
      given: { spec: { replicas: 1 }, tasks: [started(aTask(1, 'r2', { ...ready(0), healthy: 'True' }))] },
      wants: 'Completed',
    },
    {
      it: 'stays complete when a task fails later',
      given: {
        spec: { replicas: 1 },
        status: settled('r2'),
        tasks: [aTask(1, 'r2', { phase: 'Starting', failures: 5 })],
      },
      wants: 'Completed',
    },
    {
      it: 'is under way again while what others made is to go, in the slot of a task',
      given: {
        spec: { replicas: 1 },
        status: settled('r2'),
        tasks: [aTask(1, 'r2', { phase: 'Preparing' }), aTask(1, 'adopted', ready())],
      },
      wants: 'Progressing',
    },
    {
      it: 'stalls when an update fails',
      given: {
        spec: { replicas: 1 },
        ...update,
        tasks: [aTask(1, 'r2', { phase: 'Failed', message: 'it exited with 1' }), aTask(1, 'r1', ready())],
      },
      wants: 'Stalled',
    },
    {
      it: 'rolls back when told to',
      given: {
        spec: { replicas: 1, updateStrategy: { failureAction: 'Rollback' } },
        ...update,
        tasks: [aTask(1, 'r2', { phase: 'Failed' })],
      },
      wants: 'RollingBack',
    },
    {
      it: 'rolls back for a task that failed in a watch of longer than the deadline, whatever another waits for',
      given: {
        spec: { replicas: 2, updateStrategy: { failureAction: 'Rollback', monitorSeconds: 600 } },
        status: { currentRevision: 'r1', rollout: aRollout('r2', { progressedAt: ago(400_000) }) },
        tasks: [
          aTask(1, 'r2', {
            ...ready(1_000),
            restarts: 1,
            exitCode: 1,
            startedAt: ago(1_000),
            progressedAt: ago(400_000),
          }),
          aTask(2, 'r2', { phase: 'Pending', reason: 'NoNodeFits' }),
        ].map(made),
      },
      wants: 'RollingBack',
    },
    {
      it: 'is rolled back when the old revision is available again',
      given: {
        spec: { replicas: 1 },
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RollingBack' }) },
        tasks: [aTask(1, 'r1', ready())],
      },
      wants: 'RolledBack',
    },
    {
      it: 'is rolled back at once where nothing was begun: what was ready before it needs no watch',
      given: {
        spec: { replicas: 1, updateStrategy: { order: 'StartFirst', delaySeconds: 60 } },
        status: {
          currentRevision: 'r1',
          stalledHash: 'r2',
          rollout: aRollout('r1', { state: 'RollingBack', startedAt: ago(1_000) }),
        },
        tasks: [aTask(1, 'r2', { phase: 'Failed' }), aTask(1, 'r1', ready(2_000))],
      },
      wants: 'RolledBack',
    },
    {
      it: 'is under way where its revision, which never proved itself, is wanted again while its task is watched',
      given: {
        spec: { replicas: 1, updateStrategy: { monitorSeconds: 5 } },
        status: { currentRevision: 'r1', rollout: aRollout('r2', { startedAt: ago(1_000) }) },
        tasks: [aTask(1, 'r2', ready(2_000))],
      },
      wants: 'Progressing',
    },
    {
      it: 'stays rolled back while the failed template is wanted',
      given: {
        spec: { replicas: 1 },
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RolledBack' }) },
        tasks: [aTask(1, 'r1', ready())],
      },
      wants: 'RolledBack',
    },
    {
      it: 'is complete when the template that it went back to is wanted again',
      given: {
        spec: { replicas: 1 },
        target: 'r1',
        status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RolledBack' }) },
        tasks: [aTask(1, 'r1', ready())],
      },
      wants: 'Completed',
    },
    {
      it: 'fails without progress for the deadline',
      given: {
        spec: { replicas: 1, progressDeadlineSeconds: 60 },
        status: {
          currentRevision: 'r1',
          rollout: aRollout('r2', { progressedAt: ago(61_000), startedAt: ago(61_000) }),
        },
        tasks: [aTask(1, 'r1', ready()), aTask(1, 'r2', { phase: 'Preparing', reason: 'PullFailed' })],
      },
      wants: 'Stalled',
    },
    ...(
      [
        ['for want of an image', 'PullFailed', 'Stalled'],
        ['for nothing but that', 'WaitingForPredecessor', 'Progressing'],
      ] as const
    ).map(([why, reason, wants]) => ({
      it: `is ${wants} at its deadline where a new task waits ${why}, while the host of the old one is silent`,
      given: {
        spec: { replicas: 1, progressDeadlineSeconds: 60 },
        status: { currentRevision: 'r1', rollout: aRollout('r2', { progressedAt: ago(600_000) }) },
        tasks: [silent, aTask(1, 'r2', { phase: 'Preparing', reason })],
      },
      wants,
    })),
    {
      it: 'does not count the wait for a dependency',
      given: {
        spec: { replicas: 1, progressDeadlineSeconds: 60 },
        status: { rollout: aRollout('r2', { progressedAt: ago(61_000), startedAt: ago(61_000) }) },
        tasks: [aTask(1, 'r2', { phase: 'Preparing', reason: 'WaitingForDependency' })],
      },
      wants: 'Progressing',
    },
    {
      it: 'is not complete while a failure that it puts up with leaves the task before it in place',
      given: {
        ...update,
        spec: { replicas: 2, updateStrategy: { maxFailureRatio: 0.5, order: 'StartFirst' } },
        tasks: [aTask(1, 'r1', ready()), aTask(1, 'r2', { phase: 'Failed' }), aTask(2, 'r2', ready())],
      },
      wants: 'Progressing',
    },
    {
      it: 'stalls, and is no failure to roll back, where an update only waited for others until its deadline (S10)',
      given: {
        spec: { replicas: 1, progressDeadlineSeconds: 60, updateStrategy: { failureAction: 'Rollback' } },
        status: {
          currentRevision: 'r1',
          rollout: aRollout('r2', { progressedAt: ago(61_000), startedAt: ago(61_000) }),
        },
        tasks: [aTask(1, 'r1', ready()), aTask(1, 'r2', { phase: 'Preparing', reason: 'WaitingForPort' })],
      },
      wants: 'Stalled',
    },
    {
      it: 'comes to more than when it stalled, and goes on',
      given: {
        spec: { replicas: 2 },
        status: { rollout: aRollout('r2', { state: 'Stalled', updated: 0 }) },
        view: { onlyLooks: true },
        tasks: [aTask(1, 'r2', ready()), aTask(2, 'r2', { phase: 'Starting' })],
      },
      wants: 'Progressing',
    },
    {
      it: 'stays stalled for who only looks, where it came to no more',
      given: {
        spec: { replicas: 2 },
        status: { rollout: aRollout('r2', { state: 'Stalled', updated: 1 }) },
        view: { onlyLooks: true },
        tasks: [aTask(1, 'r2', ready()), aTask(2, 'r2', { phase: 'Starting' })],
      },
      wants: 'Stalled',
    },
    ...([29, 30] as const).map((failures) => ({
      it: `${failures === 29 ? 'puts up with' : 'stalls with more than'} the very share of failures that it allows`,
      given: {
        ...update,
        spec: { replicas: 100, updateStrategy: { maxFailureRatio: 0.29 } },
        tasks: Array.from({ length: 100 }, (_, index) =>
          aTask(index + 1, 'r2', index < failures ? { phase: 'Failed' } : ready()),
        ),
      },
      wants: failures === 29 ? ('Completed' as const) : ('Stalled' as const),
    })),
    {
      it: 'goes on past failures that the ratio allows',
      given: {
        spec: { replicas: 2, updateStrategy: { maxFailureRatio: 0.5 } },
        ...update,
        tasks: [aTask(1, 'r2', { phase: 'Failed' }), aTask(2, 'r1', ready())],
      },
      wants: 'Progressing',
    },
    {
      it: 'gives a first deployment some restarts',
      given: { spec: { replicas: 1 }, tasks: [aTask(1, 'r2', { phase: 'Starting', restarts: 2, failures: 2 })] },
      wants: 'Progressing',
    },
    ...[0, 3].map((excusedRestarts) => ({
      it: `takes the work of a one-shot for progress with fewer than 3 restarts of its own: ${3 - excusedRestarts}`,
      given: {
        spec: { replicas: 1 },
        view: { toEnd: true },
        status: { rollout: aRollout('r2', { progressedAt: ago(400_000) }) },
        tasks: [{ ...ready(1_000), phase: 'Starting' as const }].map((status) =>
          made(aTask(1, 'r2', { ...status, restarts: 3, excusedRestarts, failures: 1 })),
        ),
      },
      wants: excusedRestarts === 0 ? ('Stalled' as const) : ('Progressing' as const),
    })),
    {
      it: 'names a first deployment that only crashes',
      given: { spec: { replicas: 1 }, tasks: [aTask(1, 'r2', { phase: 'Starting', failures: 3 })] },
      wants: 'Stalled',
    },
  ] as readonly { it: string; given: Given; wants: string }[])
    it(`a rollout ${sentence}`, () => equal(plan(given).rollout.state, wants))

  it('quotes the failed task and its last words', () => {
    const failed = aTask(1, 'r2', { phase: 'Failed', message: 'it exited with 1', lastLogLines: ['no such table'] })
    equal(
      plan({ spec: { replicas: 1 }, ...update, tasks: [failed] }).rollout.message,
      'task web-1-r2: it exited with 1; its last words: no such table',
    )
  })

  for (const phase of ['Starting', 'Running'] as const)
    it(`says how a task ended, not that it is ${phase} again, though its restart was not seen`, () => {
      const again = aTask(1, 'r2', { phase, message: 'it runs', failures: 1, restarts: 0, exitCode: 3 })
      equal(
        plan({ spec: { replicas: 1 }, ...update, tasks: [again] }).rollout.message,
        'task web-1-r2: it exited with 3 and was restarted',
      )
    })

  it('gives the engine a second to tell how a task ended that it restarted, and then says that it ended', () => {
    const rolloutOf = (told: V1TaskStatus) => {
      const task = aTask(1, 'r2', { phase: 'Starting', reason: 'HealthStarting', failures: 1, ...told })
      const { rollout, nextAt } = plan({ spec: { replicas: 1 }, ...update, tasks: [task] })
      return { message: rollout.message, state: rollout.state, nextAt }
    }
    const { state, nextAt } = rolloutOf({ progressedAt: ago(400) })
    deepEqual([state, nextAt], ['Progressing', NOW + 600])
    equal(rolloutOf({ progressedAt: ago(1_000) }).message, 'task web-1-r2: it ended and was restarted')
    equal(
      rolloutOf({ progressedAt: ago(400), exitCode: 3 }).message,
      'task web-1-r2: it exited with 3 and was restarted',
    )
  })

  it('says nothing of the failed update once what it went back to is wanted', () => {
    const told = { cause: 'it exited with 1', message: 'it exited with 1' }
    const { rollout } = plan({
      spec: { replicas: 1 },
      target: 'r1',
      status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'RolledBack', ...told }) },
      tasks: [aTask(1, 'r1', ready())],
    })
    deepEqual([rollout.state, rollout.message, rollout.cause], ['Completed', undefined, undefined])
  })

  it('remembers the hash of a failed update until the template changes', () => {
    equal(plan({ spec: { replicas: 1 }, ...update, tasks: [aTask(1, 'r2', { phase: 'Failed' })] }).stalledHash, 'r2')
    const fresh = plan({
      spec: { replicas: 1 },
      target: 'r3',
      status: { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r2', { state: 'Stalled' }) },
      tasks: [aTask(1, 'r1', ready())],
    })
    deepEqual(fresh.actions.map(brief), ['create 1 r3'])
    equal(fresh.stalledHash, undefined)
  })
})
