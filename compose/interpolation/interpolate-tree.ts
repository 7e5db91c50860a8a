import type { FieldPath } from '../../api/v1/provenance.ts'
import { MOST_FILE_BYTES } from '../../api/v1/file-reason.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import type { Interpolation, Lookup } from './interpolate.ts'
import { interpolate } from './interpolate.ts'
import { isFlaw } from './template.ts'

/** A tree of values with the variables in all its texts replaced; keys stay as written. */
export interface InterpolatedTree {
  readonly value: YamlValue
  /** The result for each text that contains variables, by `pathKey`. */
  readonly interpolated: ReadonlyMap<string, Interpolation>
  /** Errors; the texts that have them stay as written. */
  readonly flaws: readonly TreeNote[]
  /** Warnings, one for each unset variable that was replaced by nothing, at the first place that uses it. */
  readonly blanks: readonly TreeNote[]
  /** How many characters interpolation produced. */
  readonly characters: number
}

/** An error or warning about a value. */
export interface TreeNote {
  readonly path: FieldPath
  readonly message: string
  /** Whether a variable is to be set. */
  readonly isUnset?: true
}

/** A path as one string, for use as a key. */
export function pathKey(path: FieldPath): string {
  return path.join('\u0000')
}

/** What a map by `pathKey` has for the path, else for the nearest one above it. */
export function nearestAt<T>(byPath: ReadonlyMap<string, T>, path: FieldPath): T | undefined {
  return path.length === 0 ? undefined : (byPath.get(pathKey(path)) ?? nearestAt(byPath, path.slice(0, -1)))
}

/** The lookup that turns interpolation off: all texts stay as written. */
export const asWritten: Lookup = () => undefined

/** Interpolates a whole document. Continues after an error, so that one pass reports all of them. */
export function interpolateTree(value: YamlValue, lookup: Lookup): InterpolatedTree {
  if (lookup === asWritten) return { value, interpolated: new Map(), flaws: [], blanks: [], characters: 0 }
  const run: Run = { lookup, room: MOST_FILE_BYTES, interpolated: new Map(), flaws: [], blanks: new Map() }
  const replaced = walk(run, value, [])
  const { interpolated, flaws, blanks } = run
  const characters = MOST_FILE_BYTES - run.room
  return { value: replaced, interpolated, flaws, blanks: [...blanks.values()], characters }
}

interface Run {
  readonly lookup: Lookup
  /** How many more characters interpolation may produce; in all, no more than a file may hold (S12). */
  room: number
  readonly interpolated: Map<string, Interpolation>
  readonly flaws: TreeNote[]
  readonly blanks: Map<string, TreeNote>
}

function walk(run: Run, value: YamlValue, path: FieldPath): YamlValue {
  if (typeof value === 'string') return text(run, value, path)
  if (Array.isArray(value)) return value.map((item, index) => walk(run, item, [...path, index]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(run, each, [...path, key])]))
}

function text(run: Run, value: string, path: FieldPath): string {
  const result = interpolate(value, run.lookup, run.room)
  if (isFlaw(result)) {
    run.flaws.push({ path, ...result })
    return value
  }
  if (result.names.length > 0) {
    run.room -= result.text.length
    run.interpolated.set(pathKey(path), result)
  }
  for (const name of result.blank) {
    const message = `the variable ${name} is not set and stands for nothing: set it in .env or in the environment, or write $$ where a dollar sign is meant`
    if (!run.blanks.has(name)) run.blanks.set(name, { path, message, isUnset: true })
  }
  return result.text
}
