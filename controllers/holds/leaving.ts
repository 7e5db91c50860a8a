import { filter, type Observable } from 'rxjs'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import type { FactFamily, Store } from '../../store/objects/store.ts'
import { DESIRED } from '../../store/source/acceptance/accepted.ts'
import { originIn } from '../../store/source/acceptance/origins.ts'
import { isDeletion } from '../../store/source/facts/hold.ts'
import { allHolds } from '../../store/source/facts/hold-facts.ts'
import { isMissingFromFiles } from '../../store/source/facts/missing-facts.ts'
import type { ResourceId } from '../../store/source/reading/reading.ts'

/**
 * How a service leaves: it is being deleted, or nothing declares it any more, whether its deletion is only a matter of time, waits for an
 * approval, or is held back by a file that can't be used. Undefined where it stays.
 */
export function leavingOf(service: string, store: Store): 'deleted' | 'undeclared' | undefined {
  const object = store.get('Service', service)
  if (!object || isBeingDeleted(object)) return 'deleted'
  return isUndeclared(`Service/${service}`, store) ? 'undeclared' : undefined
}

/** Whether nothing declares a resource any more, which is there until its deletion is due or approved. */
export function isUndeclared(id: ResourceId, store: Store): boolean {
  const isHeld = () => allHolds(store).some((hold) => isDeletion(hold) && hold.resources.includes(id))
  return isMissingFromFiles(store, id) || isHeld()
}

/** Emits whenever more or fewer resources may be undeclared. */
export function undeclaredTurned(store: Store): Observable<unknown> {
  return store.watchFacts().pipe(filter(turnsUndeclared))
}

/** Whether with a fact of this family more or fewer resources may be undeclared. */
export function turnsUndeclared({ family }: { readonly family: FactFamily }): boolean {
  return family === 'missing' || family === 'hold'
}

/**
 * Whether the watched file that declared a task's service was accepted again since, with the service of another task and without this one:
 * that is known even while the file, or another one, can't be read.
 */
export function isPastIn(task: V1Task, other: V1Task, store: Store): boolean {
  const [was, is] = [task, other].map((each) => originIn(store, `Service/${serviceKeyOf(each)}`))
  return !!was && !!is && is.root !== DESIRED && was.file === is.file && was.fileHash !== is.fileHash
}
