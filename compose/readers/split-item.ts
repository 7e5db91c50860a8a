import { nearest } from '../../api/v1/validation/nearest.ts'
import type { AttributeTable } from '../attributes/attribute.ts'
import type { Context } from '../context.ts'
import { entriesOf, type Node } from '../node.ts'

/**
 * The halves of an item of a list which to YAML is a map only by the space behind its colon, as `- 8080: 80`. Undefined for a map of
 * attributes, also of mistyped ones.
 */
export function splitItem(node: Node, table: AttributeTable<never>): readonly [string, Node] | undefined {
  const [entry, ...more] = entriesOf(node)
  if (!entry || more.length > 0) return undefined
  const [key, { value }] = entry
  const isHalf = typeof value === 'string' || typeof value === 'number'
  return isHalf && !key.startsWith('x-') && nearest(key, Object.keys(table)) === undefined ? entry : undefined
}

/** Whether an item is one text that was split; reports an error, with how to write it, if so. */
export function tellSplit(node: Node, table: AttributeTable<never>, context: Context): boolean {
  const [key, half] = splitItem(node, table) ?? []
  if (!half) return false
  // Told of the half, as a variable in it may look secret (S9).
  context.error(half, `makes a map of the item, by the space behind the colon: write "${key}:${String(half.value)}"`)
  return true
}
