import { MOST_FILE_BYTES } from '../api/v1/file-reason.ts'
import { linesOf } from '../api/v1/yaml/lines.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import { interpolate } from './interpolation/interpolate.ts'
import { isFlaw } from './interpolation/template.ts'

/** One variable of an env file. */
export interface EnvEntry {
  readonly name: string
  /** Absent: the file only names it, and it is not set outside. */
  readonly value?: string
  readonly line: number
  readonly column: number
  /** Whether other variables stand in its value, and which of them were not set. */
  readonly references: boolean
  readonly unset: readonly string[]
}

/** Something in an env file to tell of, by line and column from 1. */
export interface EnvNote {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** What an env file says, in its order; a later entry of the same name replaces an earlier one. */
export interface EnvFile {
  readonly entries: readonly EnvEntry[]
  readonly errors: readonly EnvNote[]
  /** One for each variable that is not set and left nothing behind, at the first entry that names it. */
  readonly warnings: readonly EnvNote[]
}

/**
 * Reads `.env` and `env_file` as Compose does: `KEY=value`, `KEY: value`, `export KEY=…`, a bare `KEY` that takes what
 * `lookup` has; quotes; variables, which `lookup` answers before the entries above do.
 */
export function parseEnvFile(text: string, lookup: Lookup): EnvFile {
  const source = text.replace(/^\ufeff/, '')
  const lines = linesOf(source)
  const known = new Map<string, string>()
  const run: Run = {
    source,
    lookup: (name) => lookup(name) ?? known.get(name),
    at: (offset) => lines.at(offset),
    room: MOST_FILE_BYTES,
    entries: [],
    errors: [],
    warnings: [],
    blank: new Set(),
  }
  for (let at = afterBlank(source, 0); at < source.length; at = afterBlank(source, at)) {
    const before = run.entries.length
    at = statement(run, at)
    for (const { name, value } of run.entries.slice(before)) if (value !== undefined) known.set(name, value)
  }
  return run
}

/** Reads an env file of `format: raw`: every line after its first `=` as it stands; only lines that begin with # are comments. */
export function parseRawEnvFile(text: string, lookup: Lookup): EnvFile {
  const entries: EnvEntry[] = []
  const errors: EnvNote[] = []
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const [, indent = '', name = '', equals, value] = /^(\s*)([^=]*)(=?)([^]*)$/.exec(line) ?? []
    if (line.trim() === '' || name.startsWith('#')) continue
    const place = { line: index + 1, column: indent.length + 1 }
    if (name === '' || /\s/.test(name)) errors.push({ ...place, message: badName })
    else entries.push(entryOf({ name, ...place }, equals === '' ? lookup(name) : value))
  }
  return { entries, errors, warnings: [] }
}

interface Run extends EnvFile {
  readonly source: string
  readonly lookup: Lookup
  readonly at: (offset: number) => { line: number; column: number }
  /** How much text may still come of variables (S12). */
  room: number
  readonly entries: EnvEntry[]
  readonly errors: EnvNote[]
  readonly warnings: EnvNote[]
  /** The variables that were told of. */
  readonly blank: Set<string>
}

type Named = Pick<EnvEntry, 'name' | 'line' | 'column'>

function afterBlank(source: string, from: number): number {
  const blank = /\s+|#[^\n]*/y
  blank.lastIndex = from
  let at = from
  while (blank.test(source)) at = blank.lastIndex
  return at
}

/** Reads the statement at `from` and answers where it ends. */
function statement(run: Run, from: number): number {
  const head = /(?:export[^\S\n]+)?([^=:\n]*)([=:]?)[^\S\n]*/y
  head.lastIndex = from
  const [, written = '', sign = ''] = head.exec(run.source) ?? []
  const name = written.trimEnd()
  const named: Named = { name, ...run.at(from) }
  if (!/^[\p{L}\p{N}_.[\]-]+$/u.test(name)) {
    run.errors.push({ line: named.line, column: named.column, message: badName })
    return endOfLine(run.source, from)
  }
  if (sign === '') {
    run.entries.push(entryOf(named, run.lookup(name)))
    return head.lastIndex
  }
  return value(run, named, head.lastIndex)
}

function value(run: Run, named: Named, from: number): number {
  const quote = run.source[from]
  if (quote === '"' || quote === "'") return quotedValue(run, named, from)
  const end = endOfLine(run.source, from)
  const line = run.source.slice(from, end)
  const comment = line.indexOf(' #')
  interpolated(run, named, (comment < 0 ? line : line.slice(0, comment)).trimEnd())
  return end
}

function quotedValue(run: Run, named: Named, from: number): number {
  const pattern = run.source[from] === '"' ? /"((?:[^"\\]|\\[^])*)"/y : /'((?:[^'\\]|\\[^])*)'/y
  pattern.lastIndex = from
  const match = pattern.exec(run.source)
  if (!match) {
    run.errors.push({ ...run.at(from), message: `the quote of ${named.name} is not closed` })
    return run.source.length
  }
  const inner = match[1] ?? ''
  if (run.source[from] === '"') interpolated(run, named, unescaped(inner))
  else run.entries.push(entryOf(named, inner.replaceAll("\\'", "'")))
  return afterQuote(run, named, pattern.lastIndex)
}

function afterQuote(run: Run, named: Named, from: number): number {
  const end = endOfLine(run.source, from)
  const rest = run.source.slice(from, end).trim()
  if (rest === '' || rest.startsWith('#')) return end
  run.errors.push({
    ...run.at(from),
    message: `nothing may follow the closing quote of ${named.name}: begin a new line`,
  })
  return end
}

function interpolated(run: Run, named: Named, text: string): void {
  const result = interpolate(text, run.lookup, run.room)
  if (isFlaw(result)) {
    const message = `${named.name}: ${result.message}`
    run.errors.push({ line: named.line, column: named.column, message })
    return
  }
  if (result.names.length > 0) run.room -= result.text.length
  for (const name of result.blank) tellBlank(run, named, name)
  run.entries.push({ ...named, value: result.text, references: result.names.length > 0, unset: result.unset })
}

/** Without the value: it may be a password with a dollar sign in it (S9). */
function tellBlank({ blank, warnings }: Run, { name, line, column }: Named, variable: string): void {
  if (blank.has(variable)) return
  blank.add(variable)
  const message = `${name}: the variable ${variable} is not set and stands for nothing: set it, or where a dollar sign is meant, write $$ or put the whole value in single quotes`
  warnings.push({ line, column, message })
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // Variables are replaced afterwards: this stays a dollar sign there.
  $: '$$',
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:([abfnrtv$"\\])|0([0-3][0-7]{2}))/g,
    (_, letter: string | undefined, octal: string | undefined) =>
      letter === undefined ? String.fromCharCode(Number.parseInt(octal ?? '', 8)) : (escapes[letter] ?? ''),
  )
}

function entryOf(named: Named, found: string | undefined): EnvEntry {
  return { ...named, ...(found === undefined ? {} : { value: found }), references: false, unset: [] }
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from)
  return end < 0 ? source.length : end
}

/** Without the text itself: a line that went wrong may be part of a secret. */
const badName = 'no variable is named here: write NAME=value, the name of letters, digits, _ . -, or # before a comment'
