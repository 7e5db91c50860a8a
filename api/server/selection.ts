import type { ObjectOf } from '../v1/kinds.ts'
import type { ListQuery } from '../v1/installation/requests.ts'
import { parseSelector } from '../v1/installation/selector.ts'
import type { ObjectsPath } from './objects-path.ts'
import { Refusal } from './refusal.ts'

/** Which objects a list or a watch is about. */
export interface Selection {
  readonly query: ListQuery
  /** The one name that a field selector leaves. */
  readonly name?: string
  /** Whether its field selector takes an object: name and namespace never change, so that none comes or goes by it. */
  readonly matches: (object: ObjectOf) => boolean
}

/** Reads `labelSelector` and `fieldSelector`; refuses what is neither. */
export function selectionOf({ stack }: ObjectsPath, query: URLSearchParams): Selection {
  const selector = query.get('labelSelector') ?? ''
  parseSelector(selector)
  const terms = fieldTerms(query.get('fieldSelector') ?? '', ['metadata.name', 'metadata.namespace'])
  const named = terms.find(({ field, not }) => field === 'metadata.name' && !not)
  return {
    query: { ...(stack === undefined ? {} : { stack }), ...(selector === '' ? {} : { selector }) },
    ...(named === undefined ? {} : { name: named.value }),
    matches: ({ metadata }) =>
      terms.every(({ field, not, value }) => {
        const is = field === 'metadata.name' ? metadata.name : (metadata.namespace ?? '')
        return (is === value) !== not
      }),
  }
}

/** One condition of a field selector. */
export interface FieldTerm {
  readonly field: string
  readonly not: boolean
  readonly value: string
}

/** Reads `a=b,c!=d`; refuses fields that are not among `known`. */
export function fieldTerms(text: string, known: readonly string[]): readonly FieldTerm[] {
  const terms = text.split(',').filter((term) => term.trim() !== '')
  return terms.map((term) => {
    const [, field = '', operator, value = ''] = /^([\w.]+)\s*(!=|==|=)(.*)$/s.exec(term.trim()) ?? []
    if (known.includes(field)) return { field, not: operator === '!=', value: value.trim() }
    throw new Refusal(
      400,
      'BadRequest',
      `fieldSelector: ${term.slice(0, 100)} can't be asked for: ask for ${known.join(', ')}, as FIELD=VALUE`,
    )
  })
}
