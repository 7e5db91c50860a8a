import { stringify } from 'yaml'
import type { Scalar } from './edit-yaml.ts'

/** How deep new lines stand. */
export interface Indentation {
  readonly indent: string
  /** By how much each key below another is indented. */
  readonly step: number
}

/** `a:` over `  b: 1`, for keys of a block map. */
export function blockLines(keys: readonly string[], value: Scalar, { indent, step }: Indentation): readonly string[] {
  return stringify(nested(keys, value), { indent: step, lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}${line}`)
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
  value: Scalar,
  { quote = false, braces = true }: FlowStyle = {},
): string {
  const [first, ...rest] = keys
  if (first === undefined) return quote ? JSON.stringify(value) : inline(value)
  const entry = `${quote ? JSON.stringify(first) : inline(first)}: ${flowText(rest, value, { quote })}`
  return braces ? `{ ${entry} }` : entry
}

function inline(value: Scalar): string {
  if (typeof value === 'string' && /[\r\n]/.test(value)) return JSON.stringify(value)
  const list = stringify([value], { collectionStyle: 'flow', lineWidth: 0 }).trim()
  return list.slice(1, -1).trim()
}

function nested(keys: readonly string[], value: Scalar): unknown {
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
}
