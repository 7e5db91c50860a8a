import { isKind, type Kind } from '../v1/kinds.ts'
import type { RevealQuery } from '../v1/installation/installation.ts'
import { present } from '../../engine/container/present.ts'
import { type Body, optionalText, wrong } from './fields.ts'

/** Checks the body of `revealed`. */
export function revealRequest(body: Body): { readonly kind: Kind; readonly query: RevealQuery } {
  const { kind } = body
  if (!isKind(kind)) throw wrong('kind', 'a kind')
  const [stack, selector, name] = ['stack', 'selector', 'name'].map((field) => optionalText(body, field))
  return { kind, query: present({ stack, selector, name }) }
}
