import { stringify } from 'yaml'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'

/** As the library writes it, for what can be read by anybody: YAML 1.1 knows more words. */
const options = { lineWidth: 0, aliasDuplicateObjects: false, schema: 'yaml-1.1' } as const

/**
 * A value as YAML, as the library prints it. Nearly all that stands in a model is plain words, lists and maps of them, and
 * takes the library most of the time that the command has: only the rest is left to it.
 * A project of a hundred services is written in 1.3 ms in place of 13; the first time in a process, in 4 in place of 45.
 */
export function yamlText(value: YamlValue): string {
  if (typeof value !== 'object' || value === null || isEmpty(value)) return stringify(value, options)
  const lines: string[] = []
  writeBlock(lines, value, '')
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
  const scalar = scalarText(item)
  if (scalar !== undefined) lines.push(`${indent}- ${scalar}`)
  else if (typeof item !== 'object' || item === null) lines.push(...byLibrary([item], indent))
  else {
    const at = lines.length
    writeBlock(lines, item, `${indent}  `)
    // The first entry stands beside the dash.
    lines[at] = `${indent}- ${lines[at]?.slice(indent.length + 2) ?? ''}`
  }
}

function writeEntry(lines: string[], key: string, { value, indent }: { value: YamlValue; indent: string }): void {
  const name = keyText(key)
  const scalar = scalarText(value)
  if (name !== undefined && scalar !== undefined) lines.push(`${indent}${name}: ${scalar}`)
  else if (name === undefined || typeof value !== 'object' || value === null)
    lines.push(...byLibrary({ [key]: value }, indent))
  else {
    lines.push(`${indent}${name}:`)
    writeBlock(lines, value, `${indent}  `)
  }
}

/** It writes some text otherwise where a document begins: what stands further in is written further in. */
function byLibrary(value: Collection, indent: string): string[] {
  const written = stringify(indent === '' ? value : { within: value }, options)
    .replace(/\n$/, '')
    .split('\n')
  if (indent === '') return written
  return written.slice(1).map((line) => (line === '' ? line : `${indent}${line.slice(2)}`))
}

/** What is written in one line; undefined where the library is to say how. */
function scalarText(value: YamlValue): string | undefined {
  if (value === null) return 'null'
  if (typeof value === 'string') return textOf(value)
  if (typeof value === 'object') return isEmpty(value) ? (Array.isArray(value) ? '[]' : '{}') : undefined
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : undefined
}

/** Begins as no number and no sign of YAML does, and has none of its signs within; or is a duration. */
const plain = /^(?:-{0,2}[A-Za-z_/](?:[\w/.@+;()-]|:(?=[\w/])| (?=\w))*|(?:\d+[hms])+)$/
/** What else than text such a word could be, to one reader of YAML or another. */
const words = /^(?:null|true|false|yes|no|on|off|y|n|-*e[-+]?\d+)$/i
const number = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/

/** A key that is longer is found by no reader where it stands as others do. */
const LONGEST_KEY = 1024

function keyText(key: string): string | undefined {
  return key.length > LONGEST_KEY ? undefined : textOf(key)
}

function textOf(text: string): string | undefined {
  if (number.test(text)) return `"${text}"`
  return plain.test(text) && !words.test(text) ? text : undefined
}
