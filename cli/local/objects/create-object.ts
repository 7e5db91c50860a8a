import type { CreateObjectRequest, WrittenObject } from '../../../api/v1/installation/object-writes.ts'
import { describeRef, isBeingDeleted, type ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import type { Core } from '../open/core.ts'
import { acceptObject } from './accept-object.ts'
import { createWatched, watchedOf } from './create-watched.ts'
import { declaredObject } from './declared-object.ts'
import { validObject } from './valid-object.ts'
import { refuseDerived } from './writable.ts'
import { invalidBecause, refusal } from './write-error.ts'

/** Creates an object; `beside` runs in the same moment. Throws if it exists. */
export async function createObject(
  core: Core,
  request: CreateObjectRequest,
  beside?: () => void,
): Promise<WrittenObject> {
  const { kind, dryRun = false, fieldValidation = 'Strict' } = request
  refuseDerived(kind)
  const ref = refIn(request)
  refusePresent(core, ref)
  const { object, warnings } = validObject(declaredObject(request.object, ref, undefined), ref, fieldValidation)
  const isStill = () => {
    refusePresent(core, ref)
    return true
  }
  const watched = watchedOf(core, request.namespace)
  const write = { object, dryRun, isStill, beside }
  const { object: created, notes } = watched
    ? await createWatched(core, watched, write)
    : { object: await acceptObject(core, write), notes: [] }
  return { object: redactObject(created ?? object), warnings: [...warnings, ...notes] }
}

function refIn({ kind, namespace, object }: CreateObjectRequest): ObjectRef {
  const { metadata } = (object ?? {}) as { readonly metadata?: { readonly name?: unknown } | null }
  const name = typeof metadata === 'object' ? metadata?.name : undefined
  if (typeof name === 'string' && name !== '')
    return namespace === undefined ? { kind, name } : { kind, namespace, name }
  const cause = { reason: 'FieldValueRequired', field: 'metadata.name', message: 'must be set' }
  throw invalidBecause({ kind, name: '' }, [cause])
}

function refusePresent({ store }: Core, ref: ObjectRef): void {
  const present = store.get(ref.kind, keyFor(ref.namespace, ref.name))
  if (!present) return
  const message = `${describeRef(ref)} already exists${isBeingDeleted(present) ? ', and is being deleted' : ''}`
  throw refusal('AlreadyExists', message, 'change it with PUT or PATCH, or delete it first')
}
