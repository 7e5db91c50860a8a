import { match } from 'node:assert/strict'
import type { V1ServiceStatus, V1Task } from '../../../../../api/v1/generated/types.ts'
import { stallRemedy } from '../../../../../cli/local/waiting/ends/stall-remedy.ts'
import { ago, aService, aTask, specified } from '../../../../support/builders.ts'

const RETRIED =
  /^nothing tries its rollout again by itself: look at it with `reconcile describe service\/web -n shop`; correct the manifest and apply again, or `reconcile rollout retry web -n shop` once its cause is gone$/
const RESTARTED =
  /^nothing tries its rollout again by itself, though a task that fails is started again by its engine: look at it .*, or `reconcile rollout retry web -n shop` once/
const DELAYED =
  /^nothing .*, though a task that fails is started again with the next apply, or under `reconcile serve`: look/
const PASSES =
  /^it goes on by itself once that passes, with the next apply, or under `reconcile serve`; else .*, or begin it anew with `reconcile rollout retry web -n shop`$/
const GOES_BACK = /^the rollback goes on by itself once that passes, .*; correct the manifest and apply again$/

const gaveUp = (revision: string, desiredState: 'Running' | 'Removed' = 'Running'): V1Task => {
  const task = aTask(1, revision, { phase: 'Failed' })
  return { ...task, spec: { ...task.spec, desiredState } }
}
const crashing = aTask(1, 'r1', { phase: 'Starting', reason: 'CrashLoop', startedAt: ago(1_000) })
const bare = aTask(1, 'r1').spec.template
const unhealthy = aTask(1, 'r1', { ...crashing.status, lastFailure: 'its health check failed: no route' })
const failing = aTask(1, 'r1', { ...crashing.status, phase: 'Running', healthy: 'False' })
const delayed = specified(crashing, { template: { ...bare, restartPolicy: { delaySeconds: 5 } } })

describe('what is to be done about a rollout that failed', () => {
  const first: V1ServiceStatus = { rollout: { state: 'Stalled' }, updateRevision: 'r1' }
  const update: V1ServiceStatus = { rollout: { state: 'Stalled' }, currentRevision: 'r0', updateRevision: 'r1' }
  const rollback: V1ServiceStatus = {
    ...{ currentRevision: 'r0', updateRevision: 'r0', stalledHash: 'r1' },
    rollout: { state: 'Stalled', revision: 'r0', cause: 'it ended' },
  }
  const cases: readonly [string, V1ServiceStatus, readonly V1Task[], RegExp][] = [
    ['is nothing where the first tasks may come up yet', first, [crashing], PASSES],
    ['is nothing where an update waits for what others have', update, [], PASSES],
    ['is nothing where a task that ended for good goes', first, [gaveUp('r1', 'Removed')], PASSES],
    ['is nothing where one of before ended for good', update, [gaveUp('r0')], PASSES],
    ['is a retry where a task ended for good', first, [gaveUp('r1')], RETRIED],
    ['is a retry where the update is remembered as failed', { ...update, stalledHash: 'r1' }, [], RETRIED],
    ['is a retry where its engine restarts what failed', { ...update, stalledHash: 'r1' }, [crashing], RESTARTED],
    ['is a retry where serve restarts what failed', { ...update, stalledHash: 'r1' }, [delayed], DELAYED],
    ['is a retry where no engine restarts for a check', { ...update, stalledHash: 'r1' }, [unhealthy], DELAYED],
    ['is a retry where its check fails, whatever was seen', { ...update, stalledHash: 'r1' }, [failing], DELAYED],
    ['is a retry where nothing was made of it', { ...update, stalledHash: 'r1' }, [aTask(1, 'r1')], RETRIED],
    ['is a retry where it was rolled back', { ...rollback, rollout: { state: 'RolledBack' } }, [], RETRIED],
    ['is to mend the update while its rollback waits', rollback, [], GOES_BACK],
  ]
  for (const [sentence, status, tasks, wants] of cases)
    it(sentence, () => {
      match(stallRemedy(aService({}, status), tasks), wants)
    })
})
