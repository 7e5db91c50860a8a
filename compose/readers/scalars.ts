import { isUnquoted } from '../../api/v1/redact/redact.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { absolutePath } from '../paths.ts'
import { booleanWord } from '../units/boolean.ts'
import { byteCount } from '../units/bytes.ts'
import { durationSeconds } from '../units/duration.ts'
import { goNumber } from '../units/go-number.ts'
import type { Reader } from './reader.ts'
import { refuse, orNothing } from './reader.ts'

/** Text; a number or boolean is refused with the hint to quote it. */
export const text: Reader<string> = orNothing((node, context) => {
  const { value } = node
  if (typeof value === 'string') return value
  const quotable = typeof value === 'number' || typeof value === 'boolean'
  const quoted = isUnquoted(node.path) ? 'text in quotes' : `text in quotes ("${value}")`
  return refuse(node, context, quotable ? quoted : 'text')
})

/** Text that is not empty. */
export function filledText(node: Node, context: Context): string | undefined {
  return node.value === '' ? refuse(node, context, 'text that is not empty') : text(node, context)
}

/** A path that is not empty, resolved as Compose does. */
export function filledPath(node: Node, context: Context): string | undefined {
  const path = filledText(node, context)
  return path === undefined ? undefined : absolutePath(path, context)
}

/** Text, or a number or boolean, which becomes text as Compose's own tools print it. */
export const anyText: Reader<string> = orNothing((node, context) => {
  const { value } = node
  if (typeof value === 'string') return isLargeFloat(node, value) ? goNumber(Number(value), true) : value
  if (typeof value === 'number') return numberText(node, value)
  return typeof value === 'boolean' ? String(value) : refuse(node, context, 'text')
})

/** A boolean, or a word for one, such as yes. */
export const flag: Reader<boolean> = (node, context) => {
  const { value } = node
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? booleanWord(value) : undefined
  return word ?? refuse(node, context, 'true or false')
}

/** Inclusive bounds of a number. */
export interface Bounds {
  readonly min?: number
  readonly max?: number
}

/** A whole number, as a number or as digits in text. */
export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER }: Bounds = {}): Reader<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return (node, context) => {
    const { value } = node
    const number = typeof value === 'string' && /^[-+]?\d+$/.test(value) ? Number(value) : value
    const fits = typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max
    return fits ? number : refuse(node, context, `a whole number ${range}`)
  }
}

/** A number, as a number or as text. */
export function decimal({ min = 0, max = Number.MAX_VALUE }: Bounds = {}): Reader<number> {
  const range = max === Number.MAX_VALUE ? `of at least ${min}` : `from ${min} to ${max}`
  return (node, context) => {
    const { value } = node
    const number =
      typeof value === 'string' && /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(value) ? Number(value) : value
    const fits = typeof number === 'number' && number >= min && number <= max
    return fits ? number : refuse(node, context, `a number ${range}`)
  }
}

/** Bytes: a number, or text with a unit such as 64m. */
export const bytes: Reader<number> = (node, context) => {
  const { value } = node
  const count = typeof value === 'number' ? value : typeof value === 'string' ? byteCount(value) : undefined
  const fits = count !== undefined && Number.isSafeInteger(count) && count >= 0
  return fits ? count : refuse(node, context, 'a size such as 64m or 1.5g')
}

/** Bytes, or -1 for no limit. */
export const bytesOrUnlimited: Reader<number> = (node, context) => {
  return node.value === -1 || node.value === '-1' ? -1 : bytes(node, context)
}

/** Seconds of a duration such as 1m30s. */
export const seconds: Reader<number> = (node, context) => {
  const { value } = node
  const duration = typeof value === 'string' ? durationSeconds(value) : undefined
  if (duration !== undefined) return duration
  const example = typeof value === 'number' ? `${value}s` : '1m30s'
  return refuse(node, context, `a duration with its unit, such as "${example}"`)
}

/** A file's mode: octal digits as text, or a number, which YAML has already read as octal. */
export const fileMode: Reader<number> = (node, context) => {
  const { value } = node
  const mode = typeof value === 'string' && /^[0-7]{1,6}$/.test(value) ? Number.parseInt(value, 8) : value
  const fits = typeof mode === 'number' && Number.isInteger(mode) && mode >= 0 && mode <= 0o7777
  return fits ? mode : refuse(node, context, 'a file mode in octal digits, such as "0440"')
}

/** One of the given words, converted to the value that it stands for. */
export function oneOf<T>(words: Readonly<Record<string, T>>): Reader<T> {
  const names = Object.keys(words).join(', ')
  return (node, context) => {
    const { value } = node
    return typeof value === 'string' && Object.hasOwn(words, value)
      ? words[value]
      : refuse(node, context, `one of ${names}`)
  }
}

/** A number as Compose prints it. A whole number written as 1e6 or 1.0 is a float there, which only the source text tells. */
function numberText(node: Node, value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) < 1e6) return goNumber(value)
  const written = writtenAs(node)
  return goNumber(value, /^[-+]?[\d._]+(e|\.|$)/i.test(written) && /[.e]/i.test(written))
}

/** Whether text is an unquoted float too large for an exact number. The YAML reader keeps such numbers as text. */
function isLargeFloat(node: Node, value: string): boolean {
  return (
    /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e\+?\d+)?$/i.test(value) &&
    /[.e]/i.test(value) &&
    isUnsafe(value) &&
    isPlain(node, value)
  )
}

function isUnsafe(text: string): boolean {
  return Number.isInteger(Number(text)) && !Number.isSafeInteger(Number(text))
}

/** Whether a value is written as a plain scalar, without quotes, tag or block that make it text. */
function isPlain(node: Node, value: string): boolean {
  const written = node.source.textOf(node.path).trimEnd()
  const before = written.slice(0, -value.length).trimEnd()
  return lastWord(written) === value && !before.includes('!') && /^(?:&|$)/.test(lastWord(before))
}

/** The scalar as written: the last word of its source text. */
function writtenAs(node: Node): string {
  return lastWord(node.source.textOf(node.path).trimEnd())
}

/** The last word of a text. Searched from the end, because an anchor of any length may come before it (S12). */
function lastWord(text: string): string {
  let start = text.length
  while (start > 0 && !/[\s:,[{]/.test(text.charAt(start - 1))) start -= 1
  return text.slice(start)
}
