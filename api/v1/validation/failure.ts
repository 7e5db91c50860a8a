import { shapes } from '../generated/shapes.ts'
import type { Failure } from '../generated/validators.js'
import { kubernetesField } from './kubernetes-fields.ts'
import { nearest } from './nearest.ts'
import { isUnquoted, looksSecret } from '../redact/redact.ts'
import { HIDDEN } from '../redact/secret-value.ts'
import type { Field } from './shape.ts'
import { shortened } from '../language/shortened.ts'
import { type ValidationError, withSuggestion } from './validation-error.ts'

/** Matches a text that assigns a secret, such as `--password=…`, or a URL with a password. */
const SECRET_TEXT = /(pass|secret|token|key|auth)\w*\s*[=: ]|:\/\/[^/\s]*:[^/\s]*@/i

type Path = (string | number)[]

/** Converts a schema violation in `raw` to an error for people. */
export function explainFailure(raw: object, kind: string, failure: Failure): ValidationError {
  const { path, values } = follow(raw, failure.instancePath)
  const { keyword, params } = failure
  if (keyword === 'additionalProperties') {
    const unknown = String(params.additionalProperty)
    const at = [...path, unknown.slice(0, 256)]
    const instead = kubernetesField(kind, at) ?? otherLevel(kind, path, unknown)
    const error = { path: at, message: 'is not a known field', unknownField: unknown }
    if (instead !== undefined) return { ...error, message: `${error.message}: ${instead}` }
    return withSuggestion(error, nearest(unknown, fieldsAt(kind, path)))
  }
  if (keyword === 'required') return { path, message: `needs ${String(params.missingProperty)}` }
  const value = values.at(-1)
  const error = {
    path,
    message: MESSAGES[keyword]?.(params, value) ?? `fails ${keyword}`,
    // The beginning of a text that is too long says nothing.
    ...(keyword === 'maxLength' ? {} : shown(kind, path, values)),
  }
  if (keyword !== 'enum') return error
  return withSuggestion(error, typeof value === 'string' ? nearest(value, allowed(params)) : undefined)
}

const MESSAGES: Record<string, (params: Record<string, unknown>, value: unknown) => string> = {
  type: ({ type }, value) => `must be ${TYPES[String(type)] ?? String(type)}${typeRemedy(String(type), value)}`,
  enum: (params) =>
    `must be ${allowed(params)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1')}`,
  pattern: ({ pattern }) => `must match ${String(pattern)}`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  minLength: ({ limit }) => (limit === 1 ? 'must not be empty' : `must be at least ${String(limit)} characters long`),
  maxLength: ({ limit }, value) =>
    `must be at most ${String(limit)} characters long, and has ${[...String(value)].length}`,
  minItems: () => 'must not be empty',
  maxItems: ({ limit }) => `must have at most ${String(limit)} items`,
  maxProperties: ({ limit }) => `must have at most ${String(limit)} entries`,
}

const TYPES: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
}

function typeRemedy(type: string, value: unknown): string {
  if (value === null) return ', and is empty: give it a value or take the line away'
  if (type === 'string' && typeof value !== 'object') return ': quote it'
  if (type === 'array' && typeof value !== 'object') return ': put "- " before each item'
  return ''
}

function allowed(params: Record<string, unknown>): string[] {
  return Array.isArray(params.allowedValues) ? params.allowedValues.map(String) : []
}

/** Follows a JSON pointer: the path, and the values along it, the root first. */
function follow(raw: object, pointer: string): { path: Path; values: unknown[] } {
  const path: Path = []
  const values: unknown[] = [raw]
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const parent = values.at(-1) as Record<string, unknown>
    path.push(Array.isArray(parent) ? Number(name) : name)
    values.push(parent[name])
  }
  return { path, values }
}

/** Where a field of a Service stands that is written beside its template instead of in it, or the other way round. */
function otherLevel(kind: string, path: Path, unknown: string): string | undefined {
  const [from, to] = path.join('.') === 'spec' ? ['spec', 'spec.template'] : ['spec.template', 'spec']
  if (kind !== 'Service' || path.join('.') !== from || !fieldsAt(kind, to.split('.')).includes(unknown))
    return undefined
  return `it stands in ${to}`
}

/** The names of the fields that are allowed at a path. */
function fieldsAt(kind: string, path: Path): string[] {
  const end = path.reduce<Field>(step, { of: kind })
  return end.of === undefined || end.many ? [] : Object.keys(shapes[end.of] ?? {})
}

/** One step of a path: from a list or map to its items, or from an object to a field. */
function step({ of, many }: Field, part: string | number): Field {
  if (many) return of === undefined ? {} : { of }
  return (of === undefined ? undefined : shapes[of]?.[String(part)]) ?? {}
}

/** The value as it may be shown: scalars only, cut. */
function shown(kind: string, path: Path, values: unknown[]): Pick<ValidationError, 'value'> {
  const value = values.at(-1)
  if (value === null || typeof value === 'boolean') return { value }
  if (typeof value !== 'string' && typeof value !== 'number') return {}
  if (isHidden(kind, path, values)) return { value: HIDDEN }
  return { value: typeof value === 'string' ? shortened(value, 100) : value }
}

/** Whether a value is hidden: that of a secret-looking variable or a Secret, a word of a command, or a text that assigns a secret (S9). */
function isHidden(kind: string, path: Path, values: unknown[]): boolean {
  if ((kind === 'Secret' && path[0] === 'spec') || isUnquoted(path)) return true
  if (values.some((holder, index) => isSecretHolder(holder, path[index]))) return true
  return SECRET_TEXT.test(String(values.at(-1)).slice(0, 100))
}

function isSecretHolder(holder: unknown, part: string | number | undefined): boolean {
  if (typeof holder !== 'object' || holder === null || part === undefined) return false
  const { name } = holder as { name?: unknown }
  if (part === 'value') return typeof name !== 'string' || looksSecret(name)
  return part === 'env' ? isText(holder, part) : looksSecret(String(part))
}

/** Whether a field is a text where a list of variables is expected, as in `env: TOKEN=abc`. */
function isText(holder: object, field: string): boolean {
  const value = (holder as Record<string, unknown>)[field]
  return typeof value === 'string' || (Array.isArray(value) && value.some((item) => typeof item === 'string'))
}
