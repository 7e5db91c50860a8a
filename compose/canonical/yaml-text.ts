import { stringify } from 'yaml'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { literalSign, scalarLine, scalarStyle } from './go-scalar.ts'

/** A value as YAML, written to the byte as Compose, in Go, writes it. */
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
  // The first entry stands beside the dash.
  lines[at] = `${indent}- ${lines[at]?.slice(within.length) ?? ''}`
}

function writeEntry(lines: string[], key: string, { value, indent }: { value: YamlValue; indent: string }): void {
  const within = `${indent}  `
  const scalar = scalarLines(value, within)
  const name = scalarLine(key, lineStyle(key))
  // A key that is longer is found by no reader where it stands as others do.
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

/** The lines of what is neither a list nor a map with something in it, the first to stand beside what names it. */
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
