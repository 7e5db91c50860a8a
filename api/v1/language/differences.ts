import { isMap } from '../yaml/is-map.ts'
import { stableJson } from './hash.ts'
import { shortened } from './shortened.ts'

/** A field that two values have otherwise; undefined stands for one that is not there. */
export interface Difference {
  readonly path: readonly (string | number)[]
  readonly from: unknown
  readonly to: unknown
}

/** The fields in which two values differ. Lists of different lengths, or of other names, differ as a whole. */
export function differences(from: unknown, to: unknown, path: readonly (string | number)[] = []): Difference[] {
  if (stableJson(from) === stableJson(to)) return []
  if (isMap(from) && isMap(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    return keys.flatMap((key) => differences(from[key], to[key], [...path, key]))
  }
  if (Array.isArray(from) && Array.isArray(to) && stableJson(from.map(nameOf)) === stableJson(to.map(nameOf)))
    return from.flatMap((item, index) => differences(item, to[index], [...path, index]))
  return [{ path, from, to }]
}

/** What tells an item of a list from the others, as the name of a variable; null where it has none. */
function nameOf(item: unknown): unknown {
  return (isMap(item) ? item['name'] : undefined) ?? null
}

const LONGEST_VALUE = 60

/** A value on one line, cut where it is long; an empty text as `""`, as nothing would stand there. */
export function shownValue(value: unknown): string {
  if (value === undefined) return '(none)'
  if (value === '') return '""'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return shortened(text.replaceAll('\n', '\\n'), LONGEST_VALUE)
}
