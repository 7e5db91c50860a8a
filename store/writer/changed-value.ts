import type { FieldPath } from '../../api/v1/provenance.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'

/** One change of a value's parts. */
export interface ValueChange {
  /** Of an item that comes, the place that it is to have in its list. */
  readonly path: FieldPath
  /** Absent: it is set, with the maps on the way that are not there. */
  readonly how?: 'insert' | 'remove' | undefined
  /** What is set or inserted. */
  readonly value?: YamlValue
}

/** The value with the change in it; the one that is given stays as it is. Pure. */
export function changedValue<T>(value: T, { path: [part, ...rest], how, value: set = null }: ValueChange): T {
  if (part === undefined) return set as T
  if (Array.isArray(value)) return changedList(value as unknown[], Number(part), { path: rest, how, value: set }) as T
  const map: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {}
  if (rest.length === 0 && how === 'remove')
    return Object.fromEntries(Object.entries(map).filter(([key]) => key !== String(part))) as T
  return { ...map, [part]: changedValue(map[part] ?? null, { path: rest, how, value: set }) } as T
}

function changedList(list: readonly unknown[], at: number, { path, how, value = null }: ValueChange): unknown[] {
  if (path.length > 0 || how === undefined)
    return list.map((item, index) => (index === at ? changedValue(item, { path, how, value }) : item))
  return [...list.slice(0, at), ...(how === 'insert' ? [value] : []), ...list.slice(how === 'insert' ? at : at + 1)]
}

/** What stands at a path of a value; undefined where nothing does. */
export function valueAt<T>(value: T | undefined, path: FieldPath): T | undefined {
  return path.reduce<T | undefined>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<string | number, T>)[part] : undefined),
    value,
  )
}
