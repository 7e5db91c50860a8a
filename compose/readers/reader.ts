import type { AttributeTable } from '../attributes/attribute.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { describe } from '../node.ts'

/** Turns a node into a value; undefined when it can't, which it has then told the context. */
export interface Reader<T> {
  (node: Node, context: Context): T | undefined
  /** What the maps may have that it reads, for the documentation. */
  readonly table?: AttributeTable<never>
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
