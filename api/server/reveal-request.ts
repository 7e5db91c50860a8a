import { isKind, type Kind } from '../v1/kinds.ts'
import type { ListQuery } from '../v1/requests.ts'
import { type Body, optionalText, wrong } from './fields.ts'

/** Checks the body of `revealed`. */
export function revealRequest(body: Body): { readonly kind: Kind; readonly query: ListQuery } {
  const { kind } = body
  if (!isKind(kind)) throw wrong('kind', 'a kind')
  const [stack, selector] = [optionalText(body, 'stack'), optionalText(body, 'selector')]
  return { kind, query: { ...(stack === undefined ? {} : { stack }), ...(selector === undefined ? {} : { selector }) } }
}
