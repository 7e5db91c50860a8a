import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { childOf } from '../node.ts'
import { flag, text } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, read, setOnce } from './attribute.ts'

/** The fields that networks, volumes, secrets and configs share. */
export interface Named {
  hostName?: string
  external?: boolean
}

/** `name` and `external`, with its older form `external: {name: X}`. */
export const namedAttributes: AttributeTable<Named> = {
  name: field('hostName', text),
  external: read('external', external),
}

function external(node: Node, target: Named, context: Context): void {
  const name = childOf(node, 'name')
  const written = name && text(name, context)
  const isExternal = name ? true : flag(node, context)
  if (isExternal !== undefined) context.ledger.pen(node).set(target, 'external', isExternal)
  if (!name || written === undefined) return
  context.warn(node, `external with a name inside is an old form: write external: true and name: ${written}`)
  setOnce({ target, key: 'hostName', value: written }, name, context)
}
