import { isDeepStrictEqual } from 'node:util'

/** A patch that can't be applied. The message names the operation, but none of its values (S9). */
export class PatchError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PatchError'
  }
}

const MOST_OPERATIONS = 1_000
/**
 * The most characters of JSON that all `copy` operations of a patch may copy together. Without a limit, copies of copies grow
 * exponentially.
 */
const MOST_COPIED = 3_000_000

/** Applies a JSON patch (RFC 6902) to a copy of a value, completely or not at all. Throws PatchError. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw new PatchError(
      'a JSON patch is a list of operations; a patch that is an object needs Content-Type: application/merge-patch+json',
    )
  if (patch.length > MOST_OPERATIONS) throw new PatchError(`a JSON patch has at most ${MOST_OPERATIONS} operations`)
  const document: Document = { root: { value: structuredClone(target) }, copied: 0 }
  for (const [index, operation] of patch.entries()) applyOne(document, operation, index)
  return document.root.value
}

/** The value being patched, and how many characters were copied so far. */
interface Document {
  readonly root: { value?: unknown }
  copied: number
}

interface Operation {
  readonly op: keyof typeof OPERATIONS
  readonly path: string
  readonly from: string
  readonly value: unknown
}

function applyOne(document: Document, operation: unknown, index: number): void {
  const at = `operation ${index} of the JSON patch`
  if (!isOperation(operation))
    throw new PatchError(
      `${at} must be {op, path}, with op add, replace or test and a value, remove, or move or copy and a from`,
    )
  const { op, path } = operation
  if (OPERATIONS[op](document, operation)) return
  throw new PatchError(`${at} (${op} ${path.slice(0, 200)}) can't be done with the object as it is`)
}

/** Each returns whether the operation could be applied. */
const OPERATIONS = {
  add: ({ root }: Document, { path, value }: Operation) => put(placeOf(root, path), value),
  remove: ({ root }: Document, { path }: Operation) => take(placeOf(root, path)),
  replace({ root }: Document, { path, value }: Operation) {
    const place = placeOf(root, path)
    if (!isThere(place)) return false
    place.holder[place.key] = value
    return true
  },
  move({ root }: Document, { path, from }: Operation) {
    const place = placeOf(root, from)
    if (!isThere(place) || path.startsWith(`${from}/`)) return false
    const value = place.holder[place.key]
    return take(place) && put(placeOf(root, path), value)
  },
  copy(document: Document, { path, from }: Operation) {
    const place = placeOf(document.root, from)
    if (!isThere(place)) return false
    const text = JSON.stringify(place.holder[place.key])
    document.copied += text.length
    return document.copied <= MOST_COPIED && put(placeOf(document.root, path), JSON.parse(text))
  },
  test({ root }: Document, { path, value }: Operation) {
    const place = placeOf(root, path)
    return isThere(place) && isDeepStrictEqual(place.holder[place.key], value)
  },
}

/** An object or an array; arrays have numbers as keys. */
type Holder = Record<string | number, unknown>

/** A container and the key of a value that is in it or can be put there. */
interface Place {
  readonly holder: Holder
  readonly key: string | number
}

/** Resolves a JSON pointer (RFC 6901); undefined if the parent of its target does not exist. */
function placeOf(root: object, pointer: string): Place | undefined {
  let place: Place = { holder: root as Holder, key: 'value' }
  for (const part of pointer.split('/').slice(1)) {
    const holder = isThere(place) ? place.holder[place.key] : undefined
    if (typeof holder !== 'object' || holder === null) return undefined
    const key = keyIn(holder, part.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (key === undefined) return undefined
    place = { holder: holder as Holder, key }
  }
  return place
}

function keyIn(holder: object, name: string): string | number | undefined {
  if (!Array.isArray(holder)) return name === '__proto__' ? undefined : name
  if (name === '-') return holder.length
  return /^(0|[1-9]\d*)$/.test(name) ? Number(name) : undefined
}

function isThere(place: Place | undefined): place is Place {
  return place !== undefined && Object.hasOwn(place.holder, place.key)
}

/** Sets a value; in an array, inserts it before the present one. */
function put(place: Place | undefined, value: unknown): boolean {
  if (!place) return false
  const { holder, key } = place
  if (!Array.isArray(holder)) holder[key] = value
  else if (Number(key) <= holder.length) holder.splice(Number(key), 0, value)
  else return false
  return true
}

function take(place: Place | undefined): boolean {
  if (!isThere(place)) return false
  const { holder, key } = place
  return Array.isArray(holder) ? holder.splice(Number(key), 1).length > 0 : delete holder[key]
}

function isOperation(value: unknown): value is Operation {
  if (typeof value !== 'object' || value === null) return false
  const { op, path, from } = value as Readonly<Record<string, unknown>>
  if (typeof op !== 'string' || !Object.hasOwn(OPERATIONS, op) || !isPointer(path)) return false
  if (op === 'move' || op === 'copy') return isPointer(from)
  return op === 'remove' || 'value' in value
}

function isPointer(value: unknown): value is string {
  return typeof value === 'string' && !/^[^/]|~(?![01])/.test(value)
}
