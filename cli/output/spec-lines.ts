import type { SourcePlace } from '../../api/v1/installation/answers.ts'
import { formatPath } from '../../api/v1/validation/validation-error.ts'
import { plainText } from './plain-text.ts'

/** Formats a value as indented `key: value` lines, each with its place in a file if known. */
export function specLines(value: unknown, places: readonly SourcePlace[]): string[] {
  const known = new Map(places.map((place) => [place.path, place]))
  return fieldsOf(value).flatMap(([key, inner]) => field(key, inner, { path: ['spec', key], indent: '', known }))
}

/** `   (line 12)` in the file that declares the object, `   (shop/web.env:2)` in another one, such as an env file. */
function where(path: Path, known: Around['known']): string {
  const { line, file } = known.get(formatPath(path)) ?? {}
  if (line === undefined) return ''
  return file === (known.get('')?.file ?? file) ? `   (line ${line})` : `   (${plainText(`${file}:${line}`)})`
}

type Path = readonly (string | number)[]

interface Around {
  readonly path: Path
  readonly indent: string
  readonly known: ReadonlyMap<string, SourcePlace>
}

function field(name: string, value: unknown, around: Around): string[] {
  const { path, indent, known } = around
  const key = plainText(name)
  const at = where(path, known)
  if (typeof value === 'string' && value.trimEnd().includes('\n'))
    return [`${indent}${key}:${at}`, ...textLines(value).map((line) => `${indent}  | ${line}`)]
  if (isPlain(value)) return [`${indent}${key}: ${scalar(value)}${at}`]
  if (isEmpty(value)) return []
  if (isPlainList(value)) return [`${indent}${key}: [${value.map(scalar).join(', ')}]${at}`]
  return [`${indent}${key}:${at}`, ...children(value, { ...around, indent: `${indent}  ` })]
}

function textLines(text: string): string[] {
  return text.trimEnd().split('\n').map(plainText)
}

function children(value: unknown, { path, indent, known }: Around): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => {
      const lines = isPlain(item)
        ? [`${indent}${scalar(item)}`]
        : children(item, { path: [...path, index], indent: `${indent}  `, known })
      return lines.map((line, at) => (at === 0 ? `${indent}- ${line.trimStart()}` : line))
    })
  return fieldsOf(value).flatMap(([key, inner]) => field(key, inner, { path: [...path, key], indent, known }))
}

function fieldsOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return typeof value !== 'object' || value === null
}

function isPlainList(value: unknown): value is readonly (string | number | boolean | null)[] {
  return (
    Array.isArray(value) && value.length <= 12 && value.every((item) => isPlain(item) && !String(item).includes(','))
  )
}

function isEmpty(value: unknown): boolean {
  return fieldsOf(value).length === 0
}

function scalar(value: string | number | boolean | null): string {
  return value === '' ? '""' : plainText(String(value))
}
