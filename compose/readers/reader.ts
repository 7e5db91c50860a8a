import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { describe } from '../node.ts'

/** Turns a node into a value; undefined when it can't, which it has then told the context. */
export type Reader<T> = (node: Node, context: Context) => T | undefined

/** Tells that a node is not what it must be, and answers undefined. */
export function refuse(node: Node, context: Context, wanted: string): undefined {
  context.error(node, `must be ${wanted}, not ${describe(node)}`)
  return undefined
}
