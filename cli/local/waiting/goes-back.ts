import type { ObjectOf } from '../../../api/v1/kinds.ts'

/** Whether its update is rolled back at its deadline, as it is half done: a wait that ended before would leave it so. */
export function goesBack(object: ObjectOf): boolean {
  if (object.kind !== 'Service') return false
  const { currentRevision, updateRevision, rollout = {} } = object.status ?? {}
  const isHalfDone = rollout.state === 'Progressing' && (rollout.updated ?? 0) > 0
  const hasOther = currentRevision !== undefined && currentRevision !== updateRevision
  return isHalfDone && hasOther && object.spec.updateStrategy?.failureAction === 'Rollback'
}
