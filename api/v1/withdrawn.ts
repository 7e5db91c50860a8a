import type { V1Node } from './generated/types.ts'
import { annotations } from './labels.ts'

/** Whether no file declares a node any more: it goes once its tasks are elsewhere, and takes no new ones. */
export function isWithdrawn({ metadata }: Pick<V1Node, 'metadata'>): boolean {
  return metadata.annotations?.[annotations.withdrawn] !== undefined
}
