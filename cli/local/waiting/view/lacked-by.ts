import { getCondition } from '../../../../api/v1/conditions.ts'
import type { V1Service, V1Task } from '../../../../api/v1/generated/types.ts'
import type { Kind } from '../../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../../api/v1/metadata.ts'
import { splitId } from '../../../../api/v1/names.ts'
import { conditionTypes, taskReasons } from '../../../../api/v1/reasons.ts'
import type { ResourceId } from '../../../../store/source/reading/reading.ts'
import { usedBy } from '../../used-by.ts'
import { pendingOf } from './pending.ts'
import { isDone } from './wait-view.ts'

/** The objects that a service uses and lacks, so that it or one of its tasks cannot start. Pure. */
export function lackedBy(service: V1Service, tasks: readonly V1Task[]): readonly ResourceId[] {
  if (isDone(service) || isBeingDeleted(service)) return []
  const ready = getCondition(service.status?.conditions, conditionTypes.ready)
  const reasons = [ready?.reason, ...pendingOf(service, tasks).map(({ status }) => status?.reason)]
  const kinds = new Set<string | undefined>(reasons.map((reason = '') => LACKED[reason]))
  return usedBy(service).filter((id) => kinds.has(splitId(id).kind))
}

/** The kind of object that a task with this reason lacks. */
const LACKED: Readonly<Record<string, Kind>> = {
  [taskReasons.waitingForNetwork]: 'Network',
  [taskReasons.waitingForVolume]: 'Volume',
  [taskReasons.waitingForSecret]: 'Secret',
  [taskReasons.waitingForConfig]: 'Config',
}
