import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import type { Change, Store } from '../../store/objects/store.ts'
import { takenFrom } from '../scheduler/host-claim.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import { isAtGoal, type Goal } from './goal.ts'
import { restartOf } from './restart.ts'
import { rolloutPauseOf } from './rollout-pause.ts'

/** The goal of the service's current rollout; undefined while none is under way. */
export function goalUnderWay(service: V1Service, store: Store): Goal | undefined {
  return isRolling(service.status?.rollout) ? goalOf(service, store) : undefined
}

/** The goal for a slot that already has its new task: also while rollouts are paused, as slots that were begun are finished. */
export function goalOfBegun(service: V1Service, store: Store): Goal | undefined {
  const isHeld = service.status?.rollout?.state === 'Paused' && rolloutPauseOf(store, keyOf(service)) !== undefined
  return isHeld ? goalOf(service, store) : goalUnderWay(service, store)
}

function goalOf({ metadata, status }: V1Service, store: Store): Goal | undefined {
  const { updateRevision: revision } = status ?? {}
  return revision === undefined ? undefined : { revision, restart: restartOf(store, keyOf({ metadata })) }
}

/** Whether a service's status says that its current generation is rolled out. A status of an older generation does not count. */
export function saysRolledOut(service: V1Service | undefined): boolean {
  const { metadata, status } = service ?? {}
  return status?.observedGeneration === metadata?.generation && status?.rollout?.state === 'Completed'
}

/** Whether a rollout begins, changes its target or ends: its tasks' host ports and fixed addresses may be given up, or kept after all. */
export function turnsRollout({ before, after }: Change<V1Service>): boolean {
  const [was, is] = [before?.status, after?.status]
  return was?.rollout?.state !== is?.rollout?.state || was?.updateRevision !== is?.updateRevision
}

/**
 * Whether a task frees its host ports and fixed addresses for a task of another service: it is retiring, or its rollout replaces it with
 * one that does not need them.
 */
export function givesClaims(task: V1Task, to: V1Task, store: Store): boolean {
  if (isRetiring(task)) return true
  const key = serviceKeyOf(task)
  const service = store.get('Service', key)
  const goal = service && goalUnderWay(service, store)
  if (!goal || isAtGoal(task, goal)) return false
  const revisions = [...store.by('Revision', 'service', key).values()]
  const next = revisions.find(({ spec: { hash } }) => hash === goal.revision)?.spec.template
  return next !== undefined && takenFrom(to)?.({ metadata: task.metadata, spec: { template: next } }) === undefined
}
