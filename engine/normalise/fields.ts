import { stableJson } from '../../api/v1/language/hash.ts'

/** The value of a field in the form to which both spec and inspect are normalised. */
export type FieldValue = string | number | boolean | readonly string[]

/** Field path → value, such as `HostConfig.Memory` or `Config.Env.PATH`. A field at its zero value is absent. */
export type Fields = Readonly<Record<string, FieldValue>>

export type FieldMap = Record<string, FieldValue>

/** Sets a field, unless its value is absent, empty, zero or false, which are equal in the engine's API. */
export function put(fields: FieldMap, path: string, value: FieldValue | null | undefined): void {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return
  if (Array.isArray(value) && value.length === 0) return
  fields[path] = value
}

/** Sets one field per key of a map; empty values count. */
export function putMap(fields: FieldMap, path: string, map: Readonly<Record<string, string>> | null | undefined): void {
  for (const [key, value] of Object.entries(map ?? {})) fields[`${path}.${key}`] = value
}

/** Sets a field to an object as stable JSON, without zero values. */
export function putObject(fields: FieldMap, path: string, object: object): void {
  const said = Object.entries(object).filter(([, value]) => !isZero(value))
  fields[path] = stableJson(Object.fromEntries(said))
}

function isZero(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return !value
  return Object.keys(value).length === 0
}

/** A list without order and duplicates. */
export function asSet(list: readonly string[] | null | undefined): string[] {
  return [...new Set(list ?? [])].sort()
}

/** Whether two values of a field are equal; absent equals only absent. */
export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === b) return true
  if (!Array.isArray(a) || !Array.isArray(b)) return false
  return a.length === b.length && a.every((item, index) => item === b[index])
}

/** Deep equality of JSON values; identical references are not descended into. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in left) if (!isSameJson(left[key], right[key])) return false
  for (const key in right) if (!(key in left)) return false
  return true
}
