import type { V1Task } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { DESIRED } from '../../store/source/acceptance/accepted.ts'
import { originIn } from '../../store/source/acceptance/origins.ts'
import { isDeletion } from '../../store/source/facts/hold.ts'
import { allHolds } from '../../store/source/facts/hold-facts.ts'
import { isMissingFromFiles } from '../../store/source/facts/missing-facts.ts'

/**
 * How a service leaves: it is being deleted, or nothing declares it any more, whether its deletion is only a matter of time, waits for an
 * approval, or is held back by a file that can't be used. Undefined where it stays.
 */
export function leavingOf(service: string, store: Store): 'deleted' | 'undeclared' | undefined {
  const object = store.get('Service', service)
  if (!object || isBeingDeleted(object)) return 'deleted'
  const id = `Service/${service}`
  const isHeld = () => allHolds(store).some((hold) => isDeletion(hold) && hold.resources.includes(id))
  return isMissingFromFiles(store, id) || isHeld() ? 'undeclared' : undefined
}

/**
 * Whether the watched file that declared a task's service was accepted again since, with the service of another task and without this one:
 * that is known even while the file, or another one, can't be read.
 */
export function isPastIn(task: V1Task, other: V1Task, store: Store): boolean {
  const [was, is] = [task, other].map((each) => originIn(store, `Service/${serviceKeyOf(each)}`))
  return !!was && !!is && is.root !== DESIRED && was.file === is.file && was.fileHash !== is.fileHash
}
