import { stableJson } from '../../api/v1/language/hash.ts'

/** A field's value in the one form that spec and inspect come to. */
export type FieldValue = string | number | boolean | readonly string[]

/** Field path → value, such as `HostConfig.Memory` or `Config.Env.PATH`. A field at its zero value is absent. */
export type Fields = Readonly<Record<string, FieldValue>>

/** Where fields are gathered. */
export type FieldMap = Record<string, FieldValue>

/** Sets a field, unless its value is absent, empty, zero or false: on the engine's API these are one. */
export function put(fields: FieldMap, path: string, value: FieldValue | null | undefined): void {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return
  if (Array.isArray(value) && value.length === 0) return
  fields[path] = value
}

/** Sets a field per key of a map; here an empty value is a value. */
export function putMap(fields: FieldMap, path: string, map: Readonly<Record<string, string>> | null | undefined): void {
  for (const [key, value] of Object.entries(map ?? {})) fields[`${path}.${key}`] = value
}

/** Sets a field to an object, as stable text without its zero values. */
export function putObject(fields: FieldMap, path: string, object: object): void {
  const said = Object.entries(object).filter(([, value]) => !isZero(value))
  fields[path] = stableJson(Object.fromEntries(said))
}

function isZero(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return !value
  return Object.keys(value).length === 0
}

/** A list in which order and repetition mean nothing. */
export function asSet(list: readonly string[] | null | undefined): string[] {
  return [...new Set(list ?? [])].sort()
}

/** Whether two values of a field are the same; absent is a value of its own. */
export function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === b) return true
  if (!Array.isArray(a) || !Array.isArray(b)) return false
  return a.length === b.length && a.every((item, index) => item === b[index])
}

/** Deep equality of JSON values; what is the same object is not looked into. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in left) if (!isSameJson(left[key], right[key])) return false
  for (const key in right) if (!(key in left)) return false
  return true
}
