import type { ObjectOf } from '../../../../api/v1/kinds.ts'

/** Whether a service's update is half done and will be rolled back if it fails: a wait that ended before would leave it so. */
export function goesBack(object: ObjectOf): boolean {
  if (object.kind !== 'Service') return false
  const { currentRevision, updateRevision, rollout = {} } = object.status ?? {}
  const isHalfDone = rollout.state === 'Progressing' && (rollout.updated ?? 0) > 0
  const hasOther = currentRevision !== undefined && currentRevision !== updateRevision
  return isHalfDone && hasOther && object.spec.updateStrategy?.failureAction === 'Rollback'
}
