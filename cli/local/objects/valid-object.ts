import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import type { FieldValidation } from '../../../api/v1/installation/object-writes.ts'
import { validateObject } from '../../../api/v1/validation/validate.ts'
import { formatPath, type ValidationError } from '../../../api/v1/validation/validation-error.ts'
import type { Declaration } from './declared-object.ts'
import { invalid, refusal } from './write-error.ts'

/** A valid object, and warnings about it. */
export interface ValidObject {
  readonly object: ObjectOf
  readonly warnings: readonly string[]
}

/** Each round reports at most 50 unknown fields. */
const MOST_ROUNDS = 20

/** Validates as an apply does. Depending on `validation`, unknown fields are refused, or dropped with or without a warning. */
export function validObject(declared: Declaration, ref: ObjectRef, validation: FieldValidation): ValidObject {
  let object: Declaration = { spec: {}, ...declared }
  const unknown: string[] = []
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const errors = validateObject(object)
    if (errors.length === 0) return { object: object as unknown as ObjectOf, warnings: warningsOf(unknown, validation) }
    const surplus = errors.filter(({ unknownField }) => unknownField !== undefined)
    if (surplus.length === 0) throw invalid(ref, errors)
    if (validation === 'Strict') throw strict(surplus)
    unknown.push(...surplus.map(({ path }) => formatPath(path)))
    const wholes = surplus.map(({ path, unknownField = '' }) => [...path.slice(0, -1), unknownField])
    object = wholes.reduce<unknown>(without, object) as Declaration
  }
  throw refusal('BadRequest', 'the object has too many unknown fields', 'send the fields of its kind alone')
}

function strict(errors: readonly ValidationError[]): Error {
  const words = errors.map(({ path, suggestion }) => {
    const hint = suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`
    return `unknown field "${formatPath(path)}"${hint}`
  })
  return refusal(
    'BadRequest',
    `strict decoding error: ${words.join(', ')}`,
    'correct the names, or say fieldValidation=Warn to have such fields left out',
  )
}

function warningsOf(unknown: readonly string[], validation: FieldValidation): readonly string[] {
  return validation === 'Warn' ? unknown.map((field) => `unknown field "${field}" was left out`) : []
}

function without(value: unknown, [key, ...rest]: ValidationError['path']): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return value
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? without(item, rest) : (item as unknown)))
  const entries = Object.entries(value).filter(([name]) => rest.length > 0 || name !== key)
  return Object.fromEntries(entries.map(([name, inner]) => [name, name === key ? without(inner, rest) : inner]))
}
