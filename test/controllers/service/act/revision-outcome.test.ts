import { deepEqual, equal } from 'node:assert/strict'
import { faring, outcomeOf } from '../../../../controllers/service/act/revision-outcome.ts'
import { ago, aRollout, aTask, ready, specified } from '../../../support/builders.ts'
import { type Given, plan, settled, three } from '../../../support/service-plan.ts'

const gaveUp = { phase: 'Failed' as const, reason: 'GaveUp', message: 'it exited with 3', exitCode: 3 }
const late = { progressedAt: ago(3_600_000) }
/** An update to `r2` of one replica whose task ended for good. */
const failing: Given = {
  spec: { replicas: 1 },
  status: { currentRevision: 'r1', rollout: aRollout('r2') },
  tasks: [aTask(1, 'r2', gaveUp)],
}
const backAgain = { currentRevision: 'r1', stalledHash: 'r2', rollout: aRollout('r1', { state: 'Completed' }) }

describe('what a rollout says of a revision', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'is nothing while it goes on', given: { spec: { replicas: 1 } } },
    { it: 'is that it was rolled out', given: { status: settled('r2'), tasks: three('r2') }, wants: 'r2 True' },
    { it: 'is why it failed', given: failing, wants: 'r2 False: task web-1-r2: it exited with 3' },
    {
      it: 'is the same of one that is rolled back, and nothing of what it goes back to',
      given: { ...failing, spec: { replicas: 1, updateStrategy: { failureAction: 'Rollback' } } },
      wants: 'r2 False: task web-1-r2: it exited with 3',
    },
    {
      it: 'is nothing where a restart of what was rolled out once does not come up',
      given: {
        spec: { replicas: 1 },
        status: { currentRevision: 'r2', rollout: aRollout('r2', late) },
        tasks: [aTask(1, 'r2', gaveUp)],
        view: { restart: ago(60_000) },
      },
    },
    {
      it: 'is nothing more of one that failed, was undone, and is declared again, which is not tried',
      given: { spec: { replicas: 1 }, status: backAgain, tasks: [aTask(1, 'r1', ready())] },
    },
  ] as readonly { it: string; given: Given; wants?: string }[])
    it(sentence, () => {
      const outcome = outcomeOf(plan(given))
      const why = outcome?.status === 'False' ? `: ${outcome.message}` : ''
      equal(outcome && `${outcome.hash} ${outcome.status}${why}`, wants)
    })
})

describe('how a revision that was rolled out fares', () => {
  const crashing = { phase: 'Starting' as const, reason: 'CrashLoop', message: 'it exited with 3', failures: 3 }
  for (const { it: sentence, tasks, wants } of [
    { it: 'is up where one of its tasks is', tasks: [aTask(1, 'r2', crashing), aTask(2, 'r2', ready())], wants: 'up' },
    {
      it: 'is what a task of it says where none is up',
      tasks: [aTask(1, 'r2', { phase: 'Pending' }), aTask(2, 'r2', crashing), aTask(1, 'r1', ready())],
      wants: { status: 'True', reason: 'CrashLoop', message: 'web-2-r2: it exited with 3' },
    },
    { it: 'is not known while its tasks come up', tasks: [aTask(1, 'r2', { ...crashing, failures: 2 })] },
    { it: 'is not known where it has none', tasks: [aTask(1, 'r1', crashing)] },
    { it: 'is not told by one that goes', tasks: [specified(aTask(1, 'r2', crashing), { desiredState: 'Shutdown' })] },
  ])
    it(sentence, () => deepEqual(faring(tasks, 'r2'), wants))
})
