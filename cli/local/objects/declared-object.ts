import { checkBounds } from '../../../api/v1/validation/bounds.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations, isReservedLabel } from '../../../api/v1/labels.ts'
import { describeRef, type ObjectRef } from '../../../api/v1/metadata.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { restoreHidden } from '../../../api/v1/redact/restore-hidden.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import { invalidBecause, refusal } from './write-error.ts'

/** The declared part of a request's object, not yet validated. */
export interface Declaration {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Fields
  readonly [field: string]: unknown
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Extracts the declared part of a sent object. Checks its identity against the path and the live object, drops what the server sets, and
 * replaces `***` by the value that it stands for.
 */
export function declaredObject(sent: unknown, ref: ObjectRef, live: ObjectOf | undefined): Declaration {
  const body = sentMap(sent, 'the object')
  if (checkBounds(body))
    throw refusal('BadRequest', 'the object is nested too deep or has too many values', 'send less')
  const { status: _, ...rest } = body
  refuseOtherType(body, ref)
  const shown = live && redactObject(live)
  const restored = restoreHidden({ ...rest, metadata: sentMap(body['metadata'] ?? {}, 'metadata') }, { live, shown })
  const { apiVersion, kind, metadata: sentMetadata, ...fields } = restored.value as Fields
  const metadata = sentMap(sentMetadata, 'metadata')
  refuseOtherIdentity(metadata, ref, live)
  refuseOwned(metadata, ref, live)
  // kubectl's copy of the last applied manifest may contain `***` as well; it is ignored.
  const unknown = restored.unknown.filter(([first, field]) => first !== 'metadata' || field !== 'annotations')
  if (unknown.length > 0) {
    const causes = unknown.map((path) => ({
      ...{ reason: 'FieldValueInvalid', field: path.join('.') },
      message:
        'is ***, which stands for a value that is not shown: send the value itself, or leave the field as it was',
    }))
    throw invalidBecause(ref, causes)
  }
  return { apiVersion: String(apiVersion), kind: String(kind), metadata: declaredMetadata(metadata, ref), ...fields }
}

/** Metadata that the server sets; clients send it back unchanged. */
const SERVER_SET: ReadonlySet<string> = new Set([
  ...['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'],
  ...['ownerReferences', 'finalizers', 'managedFields', 'selfLink'],
])

function declaredMetadata(metadata: Fields, { namespace, name }: ObjectRef): Fields {
  const kept = Object.entries(metadata).filter(([key]) => !SERVER_SET.has(key))
  const declared: Fields = { ...Object.fromEntries(kept), name, ...(namespace === undefined ? {} : { namespace }) }
  return { ...declared, ...withoutOurs(declared, 'annotations'), ...withoutOurs(declared, 'labels') }
}

/** Labels or annotations without reconcile's own; empty if the field is absent. */
export function withoutOurs(metadata: Fields, field: 'labels' | 'annotations'): Fields {
  const map = metadata[field]
  if (!isMap(map)) return {}
  return { [field]: Object.fromEntries(Object.entries(map).filter(([key]) => !isOurs(field, key))) }
}

const OUR_ANNOTATIONS: ReadonlySet<string> = new Set(Object.values(annotations))

function isOurs(field: 'labels' | 'annotations', key: string): boolean {
  return field === 'labels' ? isReservedLabel(key) : OUR_ANNOTATIONS.has(key)
}

function sentMap(value: unknown, what: string): Fields {
  if (isMap(value)) return value
  throw refusal('BadRequest', `${what} must be a map`, 'send a whole object: apiVersion, kind, metadata and spec')
}

function refuseOtherType({ apiVersion, kind }: Fields, ref: ObjectRef): void {
  if (apiVersion === API_VERSION && kind === ref.kind) return
  throw refusal(
    'BadRequest',
    `the object must have apiVersion ${API_VERSION} and kind ${ref.kind}, as its path says`,
    'send it to the path of its kind',
  )
}

function refuseOtherIdentity(metadata: Fields, ref: ObjectRef, live: ObjectOf | undefined): void {
  const { name, namespace = ref.namespace, uid, resourceVersion } = metadata
  if (name !== ref.name || namespace !== ref.namespace)
    throw refusal(
      'BadRequest',
      `the object's name and namespace must be those of the path, ${describeRef(ref)}`,
      'an object is not renamed: create another one, and delete this one',
    )
  if (!live && isSaid(resourceVersion))
    throw refusal('BadRequest', 'resourceVersion must not be set on an object to be created', 'leave it out')
  if (live) refuseStale(live, { uid, resourceVersion })
}

/** Throws Conflict if uid or resourceVersion do not match the live object. */
export function refuseStale(
  { kind, metadata }: ObjectOf,
  { uid, resourceVersion }: { readonly uid?: unknown; readonly resourceVersion?: unknown },
): void {
  const { name, uid: now, resourceVersion: version } = metadata
  const isOther = isSaid(uid) && uid !== now
  const isStale = isSaid(resourceVersion) && resourceVersion !== version
  if (!isOther && !isStale) return
  const message = isOther
    ? `${kind} ${name} is another object than the one that was meant`
    : `${kind} ${name} was changed meanwhile: it is at version ${version}`
  throw refusal('Conflict', message, 'read it again, and change that')
}

function isSaid(condition: unknown): boolean {
  return condition !== undefined && condition !== null && condition !== ''
}

/** Throws if a client changes what only reconcile may write. */
function refuseOwned(metadata: Fields, ref: ObjectRef, live: ObjectOf | undefined): void {
  const now: Fields = { ...live?.metadata }
  const lists = ['finalizers', 'ownerReferences'].filter((field) => {
    const value = metadata[field]
    const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0)
    return !isEmpty && stableJson(value) !== stableJson(now[field])
  })
  const ours = (['labels', 'annotations'] as const).flatMap((field) => {
    const [sent, known] = [metadata[field], now[field]]
    if (!isMap(sent)) return []
    const changed = Object.entries(sent).filter(
      ([key, value]) => isOurs(field, key) && value !== (isMap(known) ? known[key] : undefined),
    )
    return changed.map(([key]) => `${field}.${key}`)
  })
  if (lists.length + ours.length === 0) return
  throw invalidBecause(
    ref,
    [...lists, ...ours].map((field) => ({
      ...{ reason: 'FieldValueForbidden', field: `metadata.${field}` },
      message: 'is written by reconcile alone: leave it as it is, or out',
    })),
  )
}
