import type { V1Condition, V1ServiceStatus } from '../../api/v1/generated/types.ts'
import { setCondition } from '../../api/v1/conditions.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { conditionTypes, serviceReasons } from '../../api/v1/reasons.ts'
import { isRetiring } from '../task/phase.ts'
import type { ServicePlan } from './plan.ts'
import { replicaOf } from './replica.ts'
import { desiredCount, isReady } from './slots.ts'
import type { ServiceView } from './view.ts'

/** The status of a service after a pass: counts from its tasks, the rollout from its plan, and why it is not ready. */
export function serviceStatus(view: ServiceView, plan: ServicePlan): V1ServiceStatus {
  const { status: before = {}, metadata } = view.service
  const { currentRevision: _c, stalledHash: _s, updateRevision: _u, ...rest } = before
  const counts = count(view, plan)
  const said = verdictOf(view, plan, counts)
  const generation = metadata.generation ?? 1
  return {
    ...rest,
    ...counts,
    observedGeneration: generation,
    conditions: setCondition(
      before.conditions,
      { type: conditionTypes.ready, observedGeneration: generation, ...said },
      view.now,
    ),
    rollout: plan.rollout,
    selector: `${objectLabels.service}=${metadata.name}`,
    ...(plan.revision !== undefined ? { updateRevision: plan.revision } : {}),
    ...(plan.currentRevision !== undefined ? { currentRevision: plan.currentRevision } : {}),
    ...(plan.stalledHash !== undefined ? { stalledHash: plan.stalledHash } : {}),
  }
}

type Counts = Required<
  Pick<
    V1ServiceStatus,
    'replicas' | 'desiredReplicas' | 'updatedReplicas' | 'readyReplicas' | 'runningReplicas' | 'completedReplicas'
  >
>

function count({ service, nodes, tasks }: ServiceView, plan: ServicePlan): Counts {
  const counts = { replicas: 0, updatedReplicas: 0, readyReplicas: 0, runningReplicas: 0, completedReplicas: 0 }
  for (const task of tasks) {
    const { retiring, revision, readySince, started, completed } = replicaOf(task)
    if (retiring) continue
    const isUpdated = revision === plan.revision
    counts.replicas++
    if (isUpdated) counts.updatedReplicas++
    if (readySince !== undefined) counts.readyReplicas++
    if (started) counts.runningReplicas++
    if (isUpdated && completed) counts.completedReplicas++
  }
  return { desiredReplicas: desiredCount(service, nodes), ...counts }
}

type Said = Required<Pick<V1Condition, 'status' | 'reason' | 'message'>>

function verdictOf(view: ServiceView, { rollout }: ServicePlan, counts: Counts): Said {
  if (view.service.metadata.deletionTimestamp)
    return {
      status: 'False',
      reason: serviceReasons.stoppingInOrder,
      message: view.tasks.length === 1 ? 'a task is still there' : `${view.tasks.length} tasks are still there`,
    }
  if (view.paused) return { status: 'False', reason: serviceReasons.rolloutPaused, message: view.paused.message }
  if (rollout.state === 'Stalled')
    return { status: 'False', reason: serviceReasons.rolloutFailed, message: rollout.message ?? 'the rollout failed' }
  if (rollout.state === 'RollingBack')
    return { status: 'False', reason: serviceReasons.rollingBack, message: rollout.message ?? 'the rollout failed' }
  if (!view.target)
    return {
      status: 'False',
      reason: serviceReasons.tasksNotReady,
      message: 'the content of a secret or config that it mounts is not known',
    }
  const missing = counts.desiredReplicas - counts.readyReplicas
  if (missing > 0 || rollout.state === 'Progressing') return notReady(view, counts)
  const reason = rollout.state === 'RolledBack' ? serviceReasons.rolledBack : serviceReasons.allReady
  const message =
    rollout.state === 'RolledBack'
      ? `rolled back: ${rollout.message ?? 'the update failed'}`
      : `${counts.readyReplicas} of ${counts.desiredReplicas} ready`
  return { status: 'True', reason, message }
}

function notReady(view: ServiceView, counts: Counts): Said {
  const waiting = view.tasks.find((task) => !isRetiring(task) && !isReady(task))
  const why = waiting ? `; ${waiting.metadata.name}: ${waiting.status?.message ?? 'not looked at yet'}` : ''
  const reason = waiting?.status?.reason ?? serviceReasons.tasksNotReady
  return { status: 'False', reason, message: `${counts.readyReplicas} of ${counts.desiredReplicas} ready${why}` }
}
