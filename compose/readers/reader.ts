import type { AttributeTable } from '../attributes/attribute.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { describe } from '../node.ts'

/** Turns a node into a value; undefined when it can't, which it has then told the context. */
export interface Reader<T> {
  (node: Node, context: Context): T | undefined
  /** What the maps may have that it reads, for the documentation. */
  readonly table?: AttributeTable<never>
  /** Whether a text with nothing in it, often a variable that is not set, is nothing to it, as to Compose. */
  readonly takesNothing?: true
}

/**
 * A reader to which an empty text is nothing. To any other it is wrong, as to Compose: a limit, or a volume, must not go by a lost
 * `.env`.
 */
export function orNothing<T>(reader: Reader<T>): Reader<T> {
  return Object.assign((node: Node, context: Context) => reader(node, context), { takesNothing: true as const })
}

/** A reader of maps that have these attributes. */
export function readerOf<T>(table: AttributeTable<never> | undefined, reader: Reader<T>): Reader<T> {
  return table ? Object.assign((node: Node, context: Context) => reader(node, context), { table }) : reader
}

/** Tells that a node is not what it must be, and answers undefined. */
export function refuse(node: Node, context: Context, wanted: string): undefined {
  context.error(node, `must be ${wanted}, not ${describe(node)}`)
  return undefined
}
