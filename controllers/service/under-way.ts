import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import type { Change, Store } from '../../store/objects/store.ts'
import { portTakenFrom } from '../scheduler/host-port.ts'
import { isRetiring } from '../task/phase.ts'
import { isAtGoal, type Goal } from './goal.ts'
import { restartOf } from './restart.ts'
import { rolloutPauseOf } from './rollout-pause.ts'

/** What a service's rollout leads its tasks to; undefined while none is under way. */
export function goalUnderWay(service: V1Service, store: Store): Goal | undefined {
  return isRolling(service.status?.rollout) ? goalOf(service, store) : undefined
}

/** The same for a slot that has its new task already: one that was begun is finished though somebody paused the rollouts. */
export function goalOfBegun(service: V1Service, store: Store): Goal | undefined {
  const isHeld = service.status?.rollout?.state === 'Paused' && rolloutPauseOf(store, keyOf(service)) !== undefined
  return isHeld ? goalOf(service, store) : goalUnderWay(service, store)
}

function goalOf({ metadata, status }: V1Service, store: Store): Goal | undefined {
  const { updateRevision: revision } = status ?? {}
  return revision === undefined ? undefined : { revision, restart: restartOf(store, keyOf({ metadata })) }
}

/** Whether a service's status says that its rollout is complete: it is of before where its loop has yet to look at what is asked now. */
export function saysRolledOut(service: V1Service | undefined): boolean {
  const { metadata, status } = service ?? {}
  return status?.observedGeneration === metadata?.generation && status?.rollout?.state === 'Completed'
}

/** Whether a rollout begins, turns or ends: what its tasks hold is given up, or not. */
export function turnsRollout({ before, after }: Change<V1Service>): boolean {
  const [was, is] = [before?.status, after?.status]
  return was?.rollout?.state !== is?.rollout?.state || was?.updateRevision !== is?.updateRevision
}

/** Whether a task is to go, or is replaced by one that leaves its host ports to another task, of another service. */
export function givesPort(task: V1Task, { spec }: Pick<V1Task, 'spec'>, store: Store): boolean {
  if (isRetiring(task)) return true
  const key = serviceKeyOf(task)
  const service = store.get('Service', key)
  const goal = service && goalUnderWay(service, store)
  if (!goal || isAtGoal(task, goal)) return false
  const revisions = [...store.by('Revision', 'service', key).values()]
  const next = revisions.find(({ spec: { hash } }) => hash === goal.revision)?.spec.template
  return next !== undefined && portTakenFrom(spec.template)?.(next) === undefined
}
