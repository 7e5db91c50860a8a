import { stringify } from 'yaml'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { literalSign, scalarLine, scalarStyle } from './go-scalar.ts'

/** Writes a value as YAML, byte for byte as Compose's Go library does. */
export function yamlText(value: YamlValue): string {
  const lines: string[] = [...(scalarLines(value, '  ') ?? [])]
  if (lines.length === 0) writeBlock(lines, value as Collection, '')
  return `${lines.join('\n')}\n`
}

type Collection = YamlValue[] | { [key: string]: YamlValue }

function isEmpty(value: Collection): boolean {
  return Object.keys(value).length === 0
}

function writeBlock(lines: string[], value: Collection, indent: string): void {
  if (Array.isArray(value)) for (const item of value) writeItem(lines, item, indent)
  else for (const [key, each] of Object.entries(value)) writeEntry(lines, key, { value: each, indent })
}

function writeItem(lines: string[], item: YamlValue, indent: string): void {
  const within = `${indent}  `
  const scalar = scalarLines(item, within)
  if (scalar) return void lines.push(`${indent}- ${scalar[0]}`, ...scalar.slice(1))
  const at = lines.length
  writeBlock(lines, item as Collection, within)
  // The first entry goes on the line of the dash.
  lines[at] = `${indent}- ${lines[at]?.slice(within.length) ?? ''}`
}

function writeEntry(lines: string[], key: string, { value, indent }: { value: YamlValue; indent: string }): void {
  const within = `${indent}  `
  const scalar = scalarLines(value, within)
  const name = scalarLine(key, lineStyle(key))
  // YAML readers don't recognise a longer key without an explicit `?`.
  const isLong = name.length > LONGEST_KEY
  if (isLong) lines.push(`${indent}? ${name}`)
  const before = isLong ? indent : `${indent}${name}`
  if (scalar) return void lines.push(`${before}: ${scalar[0]}`, ...scalar.slice(1))
  lines.push(`${before}:`)
  writeBlock(lines, value as Collection, within)
}

const LONGEST_KEY = 1000

function lineStyle(key: string) {
  const style = scalarStyle(key, true)
  return style === 'literal' ? 'double' : style
}

/** The lines of a scalar or an empty collection, the first of which goes on the line of its key; undefined for other collections. */
function scalarLines(value: YamlValue, within: string): readonly string[] | undefined {
  if (typeof value === 'string') return textLines(value, within)
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return [stringify(value).trimEnd()]
  if (typeof value !== 'object' || value === null) return [String(value)]
  return isEmpty(value) ? [Array.isArray(value) ? '[]' : '{}'] : undefined
}

function textLines(text: string, within: string): readonly string[] {
  const style = scalarStyle(text)
  if (style !== 'literal') return [scalarLine(text, style)]
  const lines = text.replace(/\n$/, '').split('\n')
  return [literalSign(text), ...lines.map((line) => (line === '' ? '' : `${within}${line}`))]
}
