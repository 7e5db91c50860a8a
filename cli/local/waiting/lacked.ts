import { getCondition } from '../../../api/v1/conditions.ts'
import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { isKind, type Kind, type ObjectOf } from '../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/origins.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading.ts'
import { usedBy } from '../used-by.ts'
import { pendingOf } from './pending.ts'
import { isDone, type WaitView } from './wait-view.ts'

/** What the services among these objects use and is not among them itself: no service is, as those that they wait for are. */
export function usedBeside(store: Store, objects: readonly ObjectOf[]): readonly ObjectOf[] {
  const there = new Set(objects.map(resourceIdOf))
  const used = new Set(objects.flatMap((object) => (object.kind === 'Service' ? usedBy(object) : [])))
  return [...used].filter((id) => !there.has(id) && kindOf(id) !== 'Service').flatMap((id) => objectOf(store, id) ?? [])
}

/**
 * The view where single services are waited for, with what they use and lack: what keeps that from them ends their wait as well. What
 * they use and have is no matter of theirs, whatever is wrong with it. Pure.
 */
export function withLacked(view: WaitView): WaitView {
  const { objects, tasks, usedBeside: used = [] } = view
  if (used.length === 0) return view
  const lacked = new Set(objects.flatMap((object) => (object.kind === 'Service' ? lackedBy(object, tasks) : [])))
  return { ...view, objects: [...objects, ...used.filter((object) => lacked.has(resourceIdOf(object)))] }
}

function lackedBy(service: V1Service, tasks: readonly V1Task[]): readonly ResourceId[] {
  if (isDone(service) || isBeingDeleted(service)) return []
  const ready = getCondition(service.status?.conditions, conditionTypes.ready)
  const reasons = [ready?.reason, ...pendingOf(service, tasks).map(({ status }) => status?.reason)]
  const kinds = new Set(reasons.map((reason = '') => LACKED[reason]))
  return usedBy(service).filter((id) => kinds.has(kindOf(id)))
}

function kindOf(id: ResourceId): Kind | undefined {
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
