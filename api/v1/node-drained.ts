import type { V1Node } from './generated/types.ts'

/** Whether a node is drained by hand: its tasks should run elsewhere. */
export function isDrained(node: Pick<V1Node, 'spec'> | undefined): boolean {
  return node?.spec.drain === true
}
