import type { InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { kinds, type Kind, type ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef, isBeingDeleted, type ObjectRef, refOf } from '../../../api/v1/metadata.ts'
import { objectOf, originIn } from '../../../store/source/acceptance/origins.ts'
import { resourceIdOf, resourceIdOfRef } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { watchedPlace } from '../watched/place.ts'
import { notThere, refusal } from './write-error.ts'

/** Throws for derived kinds, which only the loops create. */
export function refuseDerived(kind: Kind): void {
  if (kinds[kind].declared) return
  throw refusal(
    'MethodNotAllowed',
    `a ${kind} is made by reconcile and can't be written`,
    'change the Service that it is of',
  )
}

/** The object of a ref. Throws if it is not there. */
export function liveOf({ store }: Pick<Core, 'store'>, ref: ObjectRef): ObjectOf {
  const live = objectOf(store, resourceIdOfRef(ref))
  if (live) return live
  throw notThere(ref)
}

/** Throws for objects that no manifest declares, or that are being deleted. */
export function refuseUndeclared({ store }: Core, object: ObjectOf): void {
  if (isBeingDeleted(object))
    throw refusal(
      'Conflict',
      `${describeRef(refOf(object))} is being deleted`,
      'wait until it is gone, then create it anew',
    )
  if (originIn(store, resourceIdOf(object)) === undefined)
    throw refusal(
      'MethodNotAllowed',
      `${describeRef(refOf(object))} is made by reconcile itself: nothing declares it`,
      'declare it in a manifest, and apply that',
    )
}

/** The error for a change that can't be made in a watched file, with the place to edit. */
export function onlyInFile(core: Core, object: ObjectOf, because: string): InstallationError {
  const id = resourceIdOf(object)
  return refusal(
    'MethodNotAllowed',
    `${describeRef(refOf(object))} is declared in a watched directory, ${because}`,
    `edit ${watchedPlace(core, id) ?? 'its file'}; serve acts on it`,
  )
}
