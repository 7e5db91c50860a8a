import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import type { Change, Store } from '../../store/objects/store.ts'
import { portTakenFrom } from '../scheduler/host-port.ts'
import { isRetiring } from '../task/phase.ts'
import { isAtGoal, type Goal } from './goal.ts'
import { restartOf } from './restart.ts'

/** What a service's rollout leads its tasks to; undefined while none is under way. */
export function goalUnderWay({ metadata, status = {} }: V1Service, store: Store): Goal | undefined {
  const { rollout, updateRevision: revision } = status
  const moves = rollout?.state === 'Progressing' || rollout?.state === 'RollingBack'
  return moves && revision !== undefined ? { revision, restart: restartOf(store, keyOf({ metadata })) } : undefined
}

/** Whether a rollout begins, turns or ends: what its tasks hold is given up, or not. */
export function turnsRollout({ before, after }: Change<V1Service>): boolean {
  const [was, is] = [before?.status, after?.status]
  return was?.rollout?.state !== is?.rollout?.state || was?.updateRevision !== is?.updateRevision
}

/** Whether a task is to go, or is replaced by one that leaves its host ports to another task, of another service. */
export function givesPort(task: V1Task, { spec }: Pick<V1Task, 'spec'>, store: Store): boolean {
  if (isRetiring(task)) return true
  const key = keyFor(task.metadata.namespace, task.spec.service)
  const service = store.get('Service', key)
  const goal = service && goalUnderWay(service, store)
  if (!goal || isAtGoal(task, goal)) return false
  const revisions = [...store.by('Revision', 'service', key).values()]
  const next = revisions.find(({ spec: { hash } }) => hash === goal.revision)?.spec.template
  return next !== undefined && portTakenFrom(spec.template)?.(next) === undefined
}
