import { stringify } from 'yaml'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'

/** How deep new lines stand. */
export interface Indentation {
  readonly indent: string
  /** By how much each key below another is indented. */
  readonly step: number
  /** Whether lists are indented below their keys; absent: they are. */
  readonly indentSeq?: boolean
}

/** `a:` over `  b: 1`, for keys of a block map. */
export function blockLines(
  keys: readonly string[],
  value: YamlValue,
  { indent, step, indentSeq = true }: Indentation,
): readonly string[] {
  // The library takes two columns back from a list that is not to be indented, whatever the step.
  return stringify(nested(keys, value), { indent: indentSeq ? step : 2, indentSeq, lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `${indent}${line}`))
}

/** How flow text is written. */
export interface FlowStyle {
  /** Keys in double quotes, as in JSON. */
  readonly quote?: boolean
  /** Whether the outermost map has its braces. */
  readonly braces?: boolean
}

/** `{ a: { b: 1 } }`, for what stands within braces or behind a colon. */
export function flowText(
  keys: readonly string[],
  value: YamlValue,
  { quote = false, braces = true }: FlowStyle = {},
): string {
  const [first, ...rest] = keys
  if (first === undefined) return quote ? JSON.stringify(value) : inline(value)
  const entry = `${quote ? JSON.stringify(first) : inline(first)}: ${flowText(rest, value, { quote })}`
  return braces ? `{ ${entry} }` : entry
}

function inline(value: YamlValue): string {
  if (typeof value === 'string' && /[\r\n]/.test(value)) return JSON.stringify(value)
  const list = stringify([value], { collectionStyle: 'flow', lineWidth: 0 }).trim()
  return list.slice(1, -1).trim()
}

function nested(keys: readonly string[], value: YamlValue): unknown {
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
}
