import { jsonPatch, PatchError } from '../../../api/v1/installation/json-patch.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { mergePatch } from '../../../api/v1/installation/merge-patch.ts'
import { describeRef } from '../../../api/v1/metadata.ts'
import type { ChangeObjectRequest, ObjectChange, WrittenObject } from '../../../api/v1/installation/object-writes.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { checkBounds } from '../../../api/v1/validation/bounds.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import { resourceIdOf, resourceIdOfRef } from '../../../store/source/reading/reading.ts'
import { scaledBy } from '../request/changes.ts'
import type { Core } from '../open/core.ts'
import { NOTES } from '../applied/kept-changes.ts'
import { changingFiles } from '../watched/changing-files.ts'
import { isWatched } from '../watched/file.ts'
import { acceptObject } from './accept-object.ts'
import { changeWatched } from './change-watched.ts'
import { declaredObject } from './declared-object.ts'
import { type ValidObject, validObject } from './valid-object.ts'
import { liveOf, refuseDerived, refuseUndeclared } from './writable.ts'
import { refusal } from './write-error.ts'

/** How often a change is retried after concurrent changes. */
const MOST_TRIES = 5

/**
 * Replaces or patches an object; for a watched directory, in its file if possible. `check` throws if the live object must not be changed.
 */
export async function changeObject(
  core: Core,
  request: ChangeObjectRequest,
  check: (live: ObjectOf) => void = () => undefined,
): Promise<WrittenObject> {
  const { ref } = request
  refuseDerived(ref.kind)
  const id = resourceIdOfRef(ref)
  return await changingFiles(core, isWatched(core, id) ? [id] : [], () => tryChange(core, request, check))
}

async function tryChange(
  core: Core,
  request: ChangeObjectRequest,
  check: (live: ObjectOf) => void,
): Promise<WrittenObject> {
  const { ref, dryRun = false } = request
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

/** Whether only status changed meanwhile. */
function declaresSame({ spec, metadata: now }: ObjectOf, { spec: before, metadata: then }: ObjectOf): boolean {
  return spec === before && now.uid === then.uid && now.labels === then.labels && now.annotations === then.annotations
}

function changed(live: ObjectOf, { ref, change, fieldValidation = 'Strict' }: ChangeObjectRequest): ValidObject {
  return validObject(declaredObject(valueOf(live, change), ref, live), ref, fieldValidation)
}

function valueOf(live: ObjectOf, { by, value }: ObjectChange): unknown {
  if (checkBounds(value))
    throw refusal('BadRequest', 'the body is nested too deep or has too many values', 'send less at a time')
  if (by === 'object') return value
  if (by === 'json-patch') return patched(live, value)
  // With a resourceVersion the patch is conditional; without one it applies to any version.
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

/** Annotates a change of replicas as `scale` does, so that the next apply can report it; keeps annotations of an undo and `--no-deps`. */
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

/** The answer to a dry run: the new declaration with the live status and version. */
function unwritten(live: ObjectOf, kept: ObjectOf): ObjectOf {
  const { resourceVersion } = live.metadata
  const metadata = { ...kept.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) }
  return { ...kept, metadata, ...(live.status === undefined ? {} : { status: live.status }) }
}
