import { getCondition } from '../../../api/v1/conditions.ts'
import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { isKind, type Kind } from '../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { usedBy } from '../used-by.ts'
import { pendingOf } from './pending.ts'
import { isDone } from './wait-view.ts'

/** What of that which a service uses keeps it, or a task of it, from starting. Pure. */
export function lackedBy(service: V1Service, tasks: readonly V1Task[]): readonly ResourceId[] {
  if (isDone(service) || isBeingDeleted(service)) return []
  const ready = getCondition(service.status?.conditions, conditionTypes.ready)
  const reasons = [ready?.reason, ...pendingOf(service, tasks).map(({ status }) => status?.reason)]
  const kinds = new Set(reasons.map((reason = '') => LACKED[reason]))
  return usedBy(service).filter((id) => kinds.has(kindOf(id)))
}

/** The kind of what has this id. */
export function kindOf(id: ResourceId): Kind | undefined {
  const kind = id.slice(0, id.indexOf('/'))
  return isKind(kind) ? kind : undefined
}

/** Which kind of what it uses a task with this reason lacks. */
const LACKED: Readonly<Record<string, Kind>> = {
  [taskReasons.waitingForNetwork]: 'Network',
  [taskReasons.waitingForVolume]: 'Volume',
  [taskReasons.waitingForSecret]: 'Secret',
  [taskReasons.waitingForConfig]: 'Config',
}
