import type { V1Node } from './generated/types.ts'

/** Whether a person drains a node: its tasks are to run elsewhere. */
export function isDrained(node: Pick<V1Node, 'spec'> | undefined): boolean {
  return node?.spec.drain === true
}
