import type { AttributeTable } from '../attributes/attribute.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { describe } from '../node.ts'

/** Converts a node to a value. Returns undefined, after reporting an error to the context, where it can't. */
export interface Reader<T> {
  (node: Node, context: Context): T | undefined
  /** The attributes of the maps that it reads, for the documentation. */
  readonly table?: AttributeTable<never>
  /** Whether empty text, often from an unset variable, counts as absent, as in Compose. */
  readonly takesNothing?: true
}

/**
 * Marks a reader for which empty text counts as absent. For all others it is an error, as in Compose: a missing `.env` must not silently
 * remove a limit or a volume.
 */
export function orNothing<T>(reader: Reader<T>): Reader<T> {
  return Object.assign((node: Node, context: Context) => reader(node, context), { takesNothing: true as const })
}

/** Attaches the table of attributes to a reader, for the documentation. */
export function readerOf<T>(table: AttributeTable<never> | undefined, reader: Reader<T>): Reader<T> {
  return table ? Object.assign((node: Node, context: Context) => reader(node, context), { table }) : reader
}

/** Reports that a node is not `wanted`, and returns undefined. */
export function refuse(node: Node, context: Context, wanted: string): undefined {
  // To YAML, `-"80:80"` is a text: a dash begins an item only where a space follows.
  const isJoined = /^a (list|.* a list)\b/.test(wanted) && typeof node.value === 'string' && /^-[^\s-]/.test(node.value)
  context.error(node, `must be ${wanted}, not ${describe(node)}${isJoined ? ': put a space behind the dash' : ''}`)
  return undefined
}
