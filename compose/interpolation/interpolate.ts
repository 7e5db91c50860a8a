import { MOST_FILE_BYTES } from '../../api/v1/file-reason.ts'
import { redactVariable } from '../../api/v1/redact/redact.ts'
import { shortened } from '../../api/v1/language/shortened.ts'
import type { Operator, Reference, Template } from './template.ts'
import { isFlaw, namesIn, parseTemplate } from './template.ts'

/** The value of a variable; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined

/** The result of interpolating a text. */
export interface Interpolation {
  readonly text: string
  /** All variables in the text, also those in words that were not used. */
  readonly names: readonly string[]
  /** The unset variables that were evaluated (S3). */
  readonly unset: readonly string[]
  /** The unset variables that were replaced by nothing, as they have no default. */
  readonly blank: readonly string[]
}

/** Why a text has no value: a bad template, or a variable that must be set. */
export interface InterpolationFailure {
  readonly message: string
  /** Whether a variable is to be set. */
  readonly isUnset?: true
}

/**
 * Replaces the variables in a text by Compose's rules; inserted values are not interpolated again. Every variable in the text is looked up,
 * used or not, so that a recording lookup sees all that could matter. A result of more than `room` characters is refused: where variables
 * contain variables, the size may double with each line (S12).
 */
export function interpolate(
  text: string,
  lookup: Lookup,
  room: number = MOST_FILE_BYTES,
): Interpolation | InterpolationFailure {
  if (!text.includes('$')) return { text, names: [], unset: [], blank: [] }
  const template = parseTemplate(text)
  if (isFlaw(template)) return template
  const names = namesIn(template)
  for (const name of names) lookup(name)
  const run: Run = { lookup, room, unset: new Set(), blank: new Set() }
  const value = substitute(run, template)
  if (run.missing !== undefined) return { message: run.missing, isUnset: true }
  if (value.length > room) return { message: 'comes to too much text with its variables: put less into them' }
  return { text: value, names, unset: [...run.unset], blank: [...run.blank] }
}

interface Run {
  readonly lookup: Lookup
  readonly room: number
  readonly unset: Set<string>
  readonly blank: Set<string>
  missing?: string
}

function substitute(run: Run, template: Template): string {
  let text = ''
  for (const part of template) {
    text += typeof part === 'string' ? part : valueOf(run, part)
    if (text.length > run.room) break
  }
  return text
}

function valueOf(run: Run, reference: Reference): string {
  const value = run.lookup(reference.name)
  if (value === undefined) run.unset.add(reference.name)
  if (reference.operator !== undefined) return operate(run, { ...reference, operator: reference.operator }, value)
  if (value === undefined) run.blank.add(reference.name)
  return value ?? ''
}

interface Operation extends Reference {
  readonly operator: Operator
}

function operate(run: Run, { name, operator, word }: Operation, value: string | undefined): string {
  const counts = operator.startsWith(':') ? Boolean(value) : value !== undefined
  if (operator.endsWith('+')) return counts ? substitute(run, word) : (value ?? '')
  if (counts) return value ?? ''
  if (operator.endsWith('-')) return substitute(run, word)
  run.missing ??= missing(name, value, substitute({ ...run, lookup: shownBy(run.lookup) }, word))
  return ''
}

/** A lookup for messages: secret-looking values are redacted (S9). */
function shownBy(lookup: Lookup): Lookup {
  return (name) => {
    const value = lookup(name)
    return value === undefined ? undefined : redactVariable(name, value)
  }
}

function missing(name: string, value: string | undefined, why: string): string {
  const state = value === undefined ? 'is not set' : 'is empty'
  return `the variable ${name} ${state}${why === '' ? '' : `: ${shortened(why, 500)}`}; set it in .env or in the environment`
}
