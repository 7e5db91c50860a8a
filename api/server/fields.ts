import { isKind } from '../v1/kinds.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import { Refusal } from './refusal.ts'

/** The body of a request, of which nothing is checked yet. What follows reads one field each, and refuses it by its name. */
export type Body = Readonly<Record<string, unknown>>

/** A reference to one object: `{kind, namespace, name}`. */
export function reference(value: unknown, field = 'the body'): ObjectRef {
  const { kind, namespace, name } = object(value, field)
  if (!isKind(kind)) throw wrong(`${field}.kind`, 'the name of a kind')
  if (typeof name !== 'string' || name === '') throw wrong(`${field}.name`, 'a text')
  if (namespace !== undefined && typeof namespace !== 'string') throw wrong(`${field}.namespace`, 'a text')
  return namespace === undefined ? { kind, name } : { kind, namespace, name }
}

/** The references in `refs`. */
export function references(body: Body): readonly ObjectRef[] {
  const refs = body['refs']
  if (!Array.isArray(refs)) throw wrong('refs', 'a list of {kind, namespace, name}')
  return refs.map((ref, index) => reference(ref, `refs[${index}]`))
}

/** The list of texts in a field. */
export function strings(body: Body, field: string): readonly string[] {
  const value = body[field]
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw wrong(field, 'a list of texts')
  return value as string[]
}

/** The text in a field, if it is there. */
export function optionalText(body: Body, field: string): string | undefined {
  const value = body[field]
  if (value !== undefined && typeof value !== 'string') throw wrong(field, 'a text')
  return value
}

/** The number in a field, if it is there. */
export function optionalNumber(body: Body, field: string): number | undefined {
  const value = body[field]
  if (value !== undefined && (typeof value !== 'number' || !Number.isFinite(value))) throw wrong(field, 'a number')
  return value
}

/** The time in a field, in ms since 1970, if it is there: one that a Date can hold. */
export function optionalTime(body: Body, field: string): number | undefined {
  const value = body[field]
  const isTime = typeof value === 'number' && Math.abs(value) <= LATEST_MS
  if (value !== undefined && !isTime) throw wrong(field, 'a time, in ms since 1970')
  return value === undefined ? undefined : Math.max(0, value)
}

const LATEST_MS = 8.64e15

/** The whole number from 0 in a field, if it is there. */
export function optionalWhole(body: Body, field: string): number | undefined {
  const value = body[field]
  if (value !== undefined && !isWhole(value)) throw wrong(field, 'a whole number from 0')
  return value
}

/** The absolute path in a field; `named` is how an error calls it. No path holds a NUL. */
export function absolute(body: Body, field: string, named = field): string {
  const path = body[field]
  if (typeof path !== 'string' || !path.startsWith('/') || path.includes('\0')) throw wrong(named, 'an absolute path')
  return path
}

/** Whether it is a whole number from 0. */
export function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

/** The value of a field that is an object. */
export function object(value: unknown, field: string): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(field, 'an object')
  return value as Record<string, unknown>
}

/** What must be so for a write to be done, in a field; what can't be a condition is refused, as nobody means none by it. */
export function conditionsIn(body: Body, field: string): { readonly uid?: string; readonly resourceVersion?: string } {
  const { uid, resourceVersion } = object(body[field] ?? {}, field)
  const said = Object.entries({ uid, resourceVersion }).filter(([, value]) => value !== undefined && value !== null)
  for (const [name, value] of said) if (typeof value !== 'string') throw wrong(`${field}.${name}`, 'a text')
  return Object.fromEntries(said)
}

/** The refusal of a field that is something else than `what`. */
export function wrong(field: string, what: string): Refusal {
  return new Refusal(400, 'BadRequest', `${field} must be ${what}`)
}
