import { getCondition, replaceCondition, setCondition } from '../../api/v1/conditions.ts'
import type { V1Condition, V1ServiceStatus, V1Task } from '../../api/v1/generated/types.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { conditionTypes, taskReasons } from '../../api/v1/reasons.ts'
import { endedOf } from './ended.ts'
import { isAtGoal } from './goal.ts'
import type { ServicePlan } from './plan.ts'
import { replicaOf } from './replica.ts'
import { readyOf } from './status/ready.ts'
import { desired, waitingIn, type Counts, type Said } from './status/said.ts'
import type { ServiceView } from './view.ts'

/** Builds the service's status after a pass: counts from its tasks, the rollout from its plan, and the Ready condition with its reason. */
export function serviceStatus(view: ServiceView, plan: ServicePlan): V1ServiceStatus {
  const { status: before = {}, metadata } = view.service
  const { currentRevision: _c, stalledHash: _s, swarmService: _w, updateRevision: _u, ...rest } = before
  const counts = count(view, plan)
  const said = readyOf(view, plan, counts)
  const generation = metadata.generation ?? 1
  return {
    ...rest,
    ...counts,
    ...(plan.isUndecided ? {} : { observedGeneration: generation }),
    conditions: conditionsOf(view, said),
    rollout: plan.rollout,
    selector: `${objectLabels.service}=${metadata.name}`,
    ...(plan.revision !== undefined ? { updateRevision: plan.revision } : {}),
    ...(plan.currentRevision !== undefined ? { currentRevision: plan.currentRevision } : {}),
    ...(plan.stalledHash !== undefined ? { stalledHash: plan.stalledHash } : {}),
    ...(view.stopped?.swarm !== undefined ? { swarmService: view.stopped.swarm } : {}),
  }
}

/** The conditions of a service that is as `said`. */
function conditionsOf(view: ServiceView, said: Said): V1Condition[] {
  const { metadata, status } = view.service
  const ready = { type: conditionTypes.ready, observedGeneration: metadata.generation ?? 1, ...said }
  const unplaced = said.reason === taskReasons.noNodeFits ? waitingIn(view) : undefined
  const changed = withEngineChanged(setCondition(status?.conditions, ready, view.now), unplaced, view.now)
  const besides = { [conditionTypes.runsBeside]: view.beside, [conditionTypes.serverEnded]: endedOf(view) }
  return Object.entries(besides).reduce((conditions, [type, message]) => {
    const known = message === undefined ? undefined : { status: 'True' as const, reason: type, message }
    return replaceCondition(conditions, { type, said: known }, view.now)
  }, changed)
}

/** The conditions with EngineChanged as the task has it that no node fits. */
function withEngineChanged(conditions: V1Condition[], unplaced: V1Task | undefined, now: number): V1Condition[] {
  const type = conditionTypes.engineChanged
  const { status, reason = '', message = '' } = getCondition(unplaced?.status?.conditions, type) ?? {}
  return replaceCondition(conditions, { type, said: status && { status, reason, message } }, now)
}

/**
 * Counts tasks. `readyReplicas` and `runningReplicas` count slots, so an old task and its successor count once: dependents wait for that
 * many filled places.
 */
function count(view: ServiceView, { revision }: ServicePlan): Counts {
  const { tasks, restart } = view
  const goal = revision === undefined ? undefined : { revision, restart }
  const counts = { replicas: 0, updatedReplicas: 0, completedReplicas: 0 }
  const [ready, running] = [new Set<number>(), new Set<number>()]
  for (const task of tasks) {
    const { slot, retiring, readySince, started, completed } = replicaOf(task)
    if (retiring) continue
    const isUpdated = goal !== undefined && isAtGoal(task, goal)
    counts.replicas++
    if (isUpdated) counts.updatedReplicas++
    if (isUpdated && completed) counts.completedReplicas++
    if (readySince !== undefined) ready.add(slot)
    if (started) running.add(slot)
  }
  return { desiredReplicas: desired(view), ...counts, readyReplicas: ready.size, runningReplicas: running.size }
}
