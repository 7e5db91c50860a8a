import { isDeepStrictEqual } from 'node:util'
import type { FieldPath, FilePosition } from '../../api/v1/provenance.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'

/**
 * Where a value of one text stands in another: a manifest is known by its kind and name, whichever documents or items of a List stand
 * before it now, and another item of a list by what it says. Undefined where nothing is known to be the same. Pure.
 */
export function samePlace(
  from: readonly YamlValue[],
  to: readonly YamlValue[],
  { document, path }: FilePosition,
): FilePosition | undefined {
  const there = sameDocument(from, to, document)
  const found = there === undefined ? undefined : pathIn(from[document], to[there], path)
  return there === undefined || !found ? undefined : { document: there, path: found }
}

function sameDocument(from: readonly YamlValue[], to: readonly YamlValue[], document: number): number | undefined {
  if (identityOf(from[document]) !== undefined) return sameItem(from, to, document)
  return from.length === to.length ? document : undefined
}

function pathIn(from: YamlValue | undefined, to: YamlValue | undefined, path: FieldPath): FieldPath | undefined {
  const [part, ...rest] = path
  if (part === undefined) return []
  const there = Array.isArray(from) ? (Array.isArray(to) ? sameItem(from, to, Number(part)) : undefined) : part
  if (there === undefined) return undefined
  const below = pathIn(partOf(from, part), partOf(to, there), rest)
  return below && [there, ...below]
}

/** The place of an item in another list: of what says the same, its own comes first. */
function sameItem(from: readonly YamlValue[], to: readonly YamlValue[], index: number): number | undefined {
  const item = from[index]
  const identity = identityOf(item)
  const isSame = (other: YamlValue | undefined) =>
    identity === undefined ? isDeepStrictEqual(item, other) : identityOf(other) === identity
  if (identity === undefined && isSame(to[index])) return index
  const [only, ...more] = to.flatMap((other, at) => (isSame(other) ? [at] : []))
  return more.length === 0 ? only : undefined
}

/** Undefined for what is no manifest. */
function identityOf(value: YamlValue | undefined): string | undefined {
  if (!isMap(value) || !isMap(value.metadata)) return undefined
  const { name, namespace = null } = value.metadata
  return JSON.stringify([value.kind ?? null, namespace, name ?? null])
}

function partOf(value: YamlValue | undefined, part: string | number): YamlValue | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string | number, YamlValue>>)[part]
    : undefined
}
