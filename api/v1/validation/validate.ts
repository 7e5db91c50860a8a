import { checkBounds } from './bounds.ts'
import { explainFailure } from './failure.ts'
import type { Validator } from '../generated/validators.js'
import * as validators from '../generated/validators.js'
import { hiddenRules } from './hidden-rules.ts'
import { API_VERSION, isKind, isNamespaced, type Kind, kindNames, kinds, type ObjectOf } from '../kinds.ts'
import { nearest } from './nearest.ts'
import { specRules } from './rules.ts'
import { type ValidationError, withSuggestion } from './validation-error.ts'

const MOST_ERRORS = 50

/**
 * All errors of one manifest, at most 50; if there are none, it is an ObjectOf its kind. Never throws for any JSON, and takes bounded time
 * (S12). Errors between objects are in validateSet.
 */
export function validateObject(raw: unknown): ValidationError[] {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return [{ path: [], message: 'must be a map with apiVersion, kind, metadata and spec' }]
  const tooLarge = checkBounds(raw)
  if (tooLarge) return [tooLarge]
  const { apiVersion, kind } = raw as { apiVersion?: unknown; kind?: unknown }
  const typeErrors = checkType(apiVersion, kind)
  if (typeErrors.length > 0 || !isKind(kind)) return typeErrors
  const failures = failuresOf(kind, raw)
  if (failures.length > 0) return failures
  const object = { ...raw, spec: (raw as Partial<ObjectOf>).spec ?? {} } as ObjectOf
  return [...nameRules(kind, object), ...specRules(object), ...hiddenRules(object)].slice(0, MOST_ERRORS)
}

function checkType(apiVersion: unknown, kind: unknown): ValidationError[] {
  const errors: ValidationError[] = []
  if (apiVersion !== API_VERSION) errors.push(wrongWord('apiVersion', apiVersion, [API_VERSION]))
  if (!isKind(kind)) errors.push(wrongWord('kind', kind, DECLARED))
  return errors
}

/** The kinds that manifests can declare. */
const DECLARED = kindNames.filter((kind) => kinds[kind].declared)

function wrongWord(field: string, value: unknown, words: readonly string[]): ValidationError {
  if (value === undefined) return { path: [], message: `needs ${field}: ${words.join(', ')}` }
  if (typeof value !== 'string') return { path: [field], message: `must be ${words.join(', ')}` }
  // If only one word is allowed, the message names it already.
  const near = words.length === 1 ? undefined : nearest(value, words)
  return withSuggestion({ path: [field], message: `must be ${words.join(', ')}`, value: value.slice(0, 100) }, near)
}

function failuresOf(kind: Kind, raw: object): ValidationError[] {
  const validate: Validator = validators[kind]
  if (validate(raw)) return []
  const failures = (validate.errors ?? []).slice(0, MOST_ERRORS)
  validate.errors = null // would keep the last bad input alive
  return failures.map((failure) => explainFailure(raw, kind, failure))
}

function nameRules(kind: Kind, { metadata }: ObjectOf): ValidationError[] {
  if (isNamespaced(kind) || metadata.namespace === undefined) return []
  return [
    {
      path: ['metadata', 'namespace'],
      message: `must be absent: a ${kind} belongs to no stack`,
      value: metadata.namespace,
    },
  ]
}
