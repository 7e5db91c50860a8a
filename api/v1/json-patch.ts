import { applyPatch, type Operation } from 'rfc6902'
import { checkBounds } from './bounds.ts'

/** A patch that can't be applied; the message names the operation and none of its values (S9). */
export class PatchError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PatchError'
  }
}

const MOST_OPERATIONS = 1_000
/** Names that lead out of the values of an object. */
const NO_FIELDS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** What a JSON patch (RFC 6902) makes of a value, all of it or nothing. Throws PatchError. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw new PatchError(
      'a JSON patch is a list of operations; a patch that is an object needs Content-Type: application/merge-patch+json',
    )
  if (patch.length > MOST_OPERATIONS) throw new PatchError(`a JSON patch has at most ${MOST_OPERATIONS} operations`)
  const result: { value: unknown } = { value: structuredClone(target) }
  for (const [index, operation] of patch.entries()) applyOne(result, operation, index)
  return result.value
}

function applyOne(result: { value: unknown }, operation: unknown, index: number): void {
  const at = `operation ${index} of the JSON patch`
  if (!isOperation(operation))
    throw new PatchError(`${at} must be {op, path}, with op add, remove, replace, move, copy or test`)
  const where = `${at} (${operation.op} ${operation.path.slice(0, 200)})`
  if (pathsOf(operation).some(leadsOut)) throw new PatchError(`${where} names no field`)
  if (refuse(result, operation)) throw new PatchError(`${where} can't be done with the object as it is`)
  // Copies of copies grow without bound.
  if (operation.op === 'copy' && checkBounds(result.value)) throw new PatchError(`${where} makes the object too large`)
}

function refuse(result: { value: unknown }, operation: Operation): boolean {
  const below = (pointer: string) => `/value${pointer}`
  const from = isMoved(operation) ? { from: below(operation.from) } : {}
  try {
    return applyPatch(result, [{ ...operation, ...from, path: below(operation.path) } as Operation])[0] !== null
  } catch {
    return true
  }
}

const OPERATIONS: ReadonlySet<unknown> = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test'])

function isOperation(value: unknown): value is Operation {
  if (typeof value !== 'object' || value === null) return false
  const { op, path, from } = value as Readonly<Record<string, unknown>>
  const isFromThere = op === 'move' || op === 'copy' ? isPointer(from) : true
  return OPERATIONS.has(op) && isPointer(path) && isFromThere
}

/** What else has a `from` has it in vain. */
function isMoved(operation: Operation): operation is Extract<Operation, { from: string }> {
  return operation.op === 'move' || operation.op === 'copy'
}

function isPointer(value: unknown): value is string {
  return typeof value === 'string' && (value === '' || value.startsWith('/'))
}

function pathsOf(operation: Operation): readonly string[] {
  return isMoved(operation) ? [operation.path, operation.from] : [operation.path]
}

function leadsOut(pointer: string): boolean {
  return pointer.split('/').some((part) => NO_FIELDS.has(part))
}
