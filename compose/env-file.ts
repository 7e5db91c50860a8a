import { MOST_FILE_BYTES } from '../api/v1/file-reason.ts'
import { mergeConflictsIn } from '../api/v1/language/merge-conflicts.ts'
import { linesOf } from '../api/v1/yaml/lines.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import { interpolate } from './interpolation/interpolate.ts'
import { isFlaw } from './interpolation/template.ts'

/** One variable of an env file. */
export interface EnvEntry {
  readonly name: string
  /** Absent: the file only names the variable, and the environment does not set it. */
  readonly value?: string
  readonly line: number
  readonly column: number
  /** Whether its value contains variables. */
  readonly references: boolean
  /** The variables in its value that are not set. */
  readonly unset: readonly string[]
}

/** An error or warning in an env file; line and column count from 1. */
export interface EnvNote {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** The contents of an env file. Entries are in file order; a later one replaces an earlier one of the same name. */
export interface EnvFile {
  readonly entries: readonly EnvEntry[]
  readonly errors: readonly EnvNote[]
  /** One for each unset variable that was replaced by nothing, at the first entry that uses it. */
  readonly warnings: readonly EnvNote[]
}

/** What makes a whole text no env file, although its lines might pass for some. */
function flawOf(text: string): EnvFile | undefined {
  const message = text.includes('\0')
    ? 'has NUL characters, as UTF-16 has: save it as UTF-8, as with `iconv -f UTF-16 -t UTF-8`'
    : !text.includes('\n') && text.trimEnd().includes('\r')
      ? 'its lines end with CR alone, so that they count as one: end them with LF, as with `tr "\\r" "\\n"`'
      : undefined
  return message === undefined ? undefined : { entries: [], errors: [{ line: 1, column: 1, message }], warnings: [] }
}

/** The most variables of one env file. More is a mistake or an attack (S12). */
export const mostVariables = 100_000

/** The most errors, and the most warnings, of one env file. More help nobody (S12). */
const mostNotes = 50

/**
 * Parses `.env` and `env_file` as Compose does: `KEY=value`, `KEY: value`, `export KEY=…`, a bare `KEY` that takes the value of that
 * variable; quotes; variables in values. Variables are those of `outer`, else of the entries above, else of `earlier`: the files before.
 */
export function parseEnvFile(text: string, outer: Lookup, earlier: Lookup = () => undefined): EnvFile {
  const flaw = flawOf(text)
  if (flaw) return flaw
  const source = text.replace(/^\ufeff/, '')
  const lines = linesOf(source)
  const known = new Map<string, string>()
  const run: Run = {
    source,
    lookup: (name) => outer(name) ?? known.get(name) ?? earlier(name),
    at: (offset) => lines.at(offset),
    room: MOST_FILE_BYTES,
    entries: [],
    errors: [],
    warnings: [],
    blank: new Set(),
  }
  for (let at = afterBlank(source, 0); at < source.length && !isFull(run); at = afterBlank(source, at)) {
    const before = run.entries.length
    if (before === mostVariables) return { ...run, errors: [...run.errors, { ...run.at(at), message: tooMany }] }
    at = statement(run, at)
    for (const { name, value } of run.entries.slice(before)) if (value !== undefined) known.set(name, value)
  }
  return withConflicts(run, source)
}

/** An unsettled merge conflict is one error, and not one for each line of git's. */
function withConflicts(file: EnvFile, source: string): EnvFile {
  const conflicts = file.errors.length > 0 ? mergeConflictsIn(source).slice(0, mostNotes) : []
  if (conflicts.length === 0) return file
  const lines = linesOf(source)
  return { ...file, errors: conflicts.map(({ offset, message }) => ({ ...lines.at(offset), message })) }
}

/** Parses an env file of `format: raw`: the value is everything after the first `=`, and only lines that begin with # are comments. */
export function parseRawEnvFile(text: string, lookup: Lookup): EnvFile {
  const flaw = flawOf(text)
  if (flaw) return flaw
  const entries: EnvEntry[] = []
  const errors: EnvNote[] = []
  const source = text.replace(/^\ufeff/, '')
  for (const [index, line] of source.split(/\r?\n/).entries()) {
    const [, indent = '', name = '', equals, value] = /^(\s*)([^=]*)(=?)([^]*)$/.exec(line) ?? []
    if (line.trim() === '' || name.startsWith('#')) continue
    const place = { line: index + 1, column: indent.length + 1 }
    if (isFull({ errors })) break
    if (entries.length === mostVariables)
      return { entries, errors: [...errors, { ...place, message: tooMany }], warnings: [] }
    if (name === '' || /\s/.test(name)) errors.push({ ...place, message: badName })
    else entries.push(entryOf({ name, ...place }, equals === '' ? lookup(name) : value))
  }
  return withConflicts({ entries, errors, warnings: [] }, source)
}

interface Run extends EnvFile {
  readonly source: string
  readonly lookup: Lookup
  readonly at: (offset: number) => { line: number; column: number }
  /** How many more characters interpolation may produce (S12). */
  room: number
  readonly entries: EnvEntry[]
  readonly errors: EnvNote[]
  readonly warnings: EnvNote[]
  /** The variables that were warned about. */
  readonly blank: Set<string>
}

/** Whether a file has so many errors that parsing should stop (S12). */
function isFull({ errors }: Pick<EnvFile, 'errors'>): boolean {
  return errors.length >= mostNotes
}

type Named = Pick<EnvEntry, 'name' | 'line' | 'column'>

function afterBlank(source: string, from: number): number {
  const blank = /\s+|#[^\n]*/y
  blank.lastIndex = from
  let at = from
  while (blank.test(source)) at = blank.lastIndex
  return at
}

/** Parses the statement at offset `from` and returns the offset where it ends. */
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
    run.errors.push({ ...run.at(from), message: `the quote of ${named.name} is not closed: close it, or take it out` })
    return run.source.length
  }
  const inner = match[1] ?? ''
  if (run.source[from] === '"') interpolated(run, named, unescaped(inner))
  else run.entries.push(entryOf(named, inner.replaceAll("\\'", "'")))
  return afterQuote(run, named, pattern.lastIndex)
}

/** Another variable may follow on the line. Reads no further than that, as a whole file may be one line (S12). */
function afterQuote(run: Run, named: Named, from: number): number {
  const next = /[^\S\n]*(?:[#\n]|$|([\p{L}\p{N}_.[\]-]+=))/uy
  next.lastIndex = from
  const found = next.exec(run.source)
  if (found?.[1] !== undefined) return from
  if (!found)
    run.errors.push({
      ...run.at(from),
      message: `nothing may follow the closing quote of ${named.name}: begin a new line`,
    })
  return endOfLine(run.source, from)
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

/** Warns of an unset variable, without the value that contains it, which may be a password with a dollar sign (S9). */
function tellBlank({ blank, warnings }: Run, { name, line, column }: Named, variable: string): void {
  if (blank.has(variable) || warnings.length >= mostNotes) return
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
  // Interpolation comes afterwards and turns this into one dollar sign.
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

const tooMany = `is one variable more than the ${mostVariables} that an env file may have: take some out`

/** Does not show the line, which may be part of a secret. */
const badName = 'no variable is named here: write NAME=value, the name of letters, digits, _ . -, or # before a comment'
