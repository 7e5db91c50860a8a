import type { V1Node } from './generated/types.ts'
import { isDrained } from './node-drained.ts'
import { isWithdrawn } from './withdrawn.ts'

/** Whether a node takes no new tasks, whatever their constraints: it is drained, or no file declares it any more. */
export function isClosed(node: V1Node | undefined): boolean {
  return node !== undefined && (isDrained(node) || isWithdrawn(node))
}
