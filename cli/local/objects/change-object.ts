import { jsonPatch, PatchError } from '../../../api/v1/installation/json-patch.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { mergePatch } from '../../../api/v1/installation/merge-patch.ts'
import { describeRef, type ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import type { ChangeObjectRequest, ObjectChange, WrittenObject } from '../../../api/v1/installation/object-writes.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { checkBounds } from '../../../api/v1/validation/bounds.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import { scaledBy } from '../request/changes.ts'
import type { Core } from '../open/core.ts'
import { NOTES } from '../kept-changes.ts'
import { isWatched } from '../watched/file.ts'
import { acceptObject } from './accept-object.ts'
import { changeWatched } from './change-watched.ts'
import { declaredObject } from './declared-object.ts'
import { type ValidObject, validObject } from './valid-object.ts'
import { refuseDerived, refuseUndeclared } from './writable.ts'
import { notThere, refusal } from './write-error.ts'

/** How often a change is made anew on what others made meanwhile. */
const MOST_TRIES = 5

/** Declares an object anew, whole or by a patch; of a watched directory in the file, where that can be done. `check`: throws of what is not to be changed any more. */
export async function changeObject(
  core: Core,
  request: ChangeObjectRequest,
  check: (live: ObjectOf) => void = () => undefined,
): Promise<WrittenObject> {
  const { ref, dryRun = false } = request
  refuseDerived(ref.kind)
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const live = liveOf(core, ref)
    refuseUndeclared(core, live)
    check(live)
    const { object, warnings } = changed(live, request)
    if (isWatched(core, resourceIdOf(live))) {
      const done = await changeWatched(core, { live, object, dryRun })
      return { object: redactObject(done.object), warnings: [...warnings, ...done.notes] }
    }
    const declared = stamped(core, live, object)
    const isStill = () => declaresSame(liveOf(core, ref), live)
    const kept = await acceptObject(core, { object: declared, dryRun, isStill })
    if (kept) return { object: redactObject(dryRun ? unwritten(live, kept) : kept), warnings }
  }
  throw refusal('Conflict', `${describeRef(ref)} is changed by others all the time`, 'try again')
}

/** Whether nobody declared it anew: what the loops write of it is another status. */
function declaresSame({ spec, metadata: now }: ObjectOf, { spec: before, metadata: then }: ObjectOf): boolean {
  return spec === before && now.uid === then.uid && now.labels === then.labels && now.annotations === then.annotations
}

function liveOf({ store }: Core, ref: ObjectRef): ObjectOf {
  const live: ObjectOf | undefined = store.get(ref.kind, keyFor(ref.namespace, ref.name))
  if (live) return live
  throw notThere(ref)
}

function changed(live: ObjectOf, { ref, change, fieldValidation = 'Strict' }: ChangeObjectRequest): ValidObject {
  return validObject(declaredObject(valueOf(live, change), ref, live), ref, fieldValidation)
}

function valueOf(live: ObjectOf, { by, value }: ObjectChange): unknown {
  if (checkBounds(value))
    throw refusal('BadRequest', 'the body is nested too deep or has too many values', 'send less at a time')
  if (by === 'object') return value
  if (by === 'json-patch') return patched(live, value)
  // A version that it names is a condition; without one it is of whatever is there.
  if (isMap(value)) return mergePatch(live, value)
  throw refusal('BadRequest', 'a merge patch is an object', 'a list of operations needs application/json-patch+json')
}

function patched(live: ObjectOf, patch: unknown): unknown {
  try {
    return jsonPatch(live, patch)
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
    throw refusal(Array.isArray(patch) ? 'Invalid' : 'BadRequest', error.message, 'nothing was changed')
  }
}

/** As `scale` does, so that the next apply says whose number it takes back; what an undo or `--no-deps` did stays said. */
function stamped({ clock }: Core, live: ObjectOf, object: ObjectOf): ObjectOf {
  if (live.kind !== 'Service' || object.kind !== 'Service') return object
  const isScaled = (live.spec.replicas ?? 1) !== (object.spec.replicas ?? 1)
  const stamps = {
    ...pick(live.metadata.annotations ?? {}, NOTES),
    ...(isScaled ? { [annotations.scaled]: scaledBy(clock.now()) } : {}),
  }
  if (Object.keys(stamps).length === 0) return object
  const { metadata } = object
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...stamps } } }
}

/** What a dry run answers: what would be declared, with all else as it is. */
function unwritten(live: ObjectOf, kept: ObjectOf): ObjectOf {
  const { resourceVersion } = live.metadata
  const metadata = { ...kept.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) }
  return { ...kept, metadata, ...(live.status === undefined ? {} : { status: live.status }) } as ObjectOf
}
