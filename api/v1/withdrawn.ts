import type { V1Node } from './generated/types.ts'
import { annotations } from './labels.ts'

/** Whether no file declares a node any more. It takes no new tasks and is deleted once its tasks run elsewhere. */
export function isWithdrawn({ metadata }: Pick<V1Node, 'metadata'>): boolean {
  return metadata.annotations?.[annotations.withdrawn] !== undefined
}
