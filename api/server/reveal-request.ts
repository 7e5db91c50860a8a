import { isKind, type Kind } from '../v1/kinds.ts'
import type { ListQuery } from '../v1/requests.ts'
import { Refusal } from './refusal.ts'
import { optionalText } from './fields.ts'

type Body = Readonly<Record<string, unknown>>

/** Checks the body of `revealed`. */
export function revealRequest(body: Body): { readonly kind: Kind; readonly query: ListQuery } {
  const { kind } = body
  if (typeof kind !== 'string' || !isKind(kind)) throw new Refusal(400, 'BadRequest', 'kind must be a kind')
  const [stack, selector] = [optionalText(body, 'stack'), optionalText(body, 'selector')]
  return { kind, query: { ...(stack === undefined ? {} : { stack }), ...(selector === undefined ? {} : { selector }) } }
}
