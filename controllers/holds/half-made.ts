import type { V1Volume } from '../../api/v1/generated/types.ts'
import { lastFailedAt } from '../runtime/conditions.ts'

/**
 * Whether a volume of ours is on a node though its create there failed. An engine whose disk is full makes the volume and refuses
 * the create, and has the labels in memory alone: it forgets them at its restart, or once a container mounts it. A create that follows
 * keeps them.
 */
export function isHalfMade(node: string, volume: V1Volume, foundIsOurs: boolean): boolean {
  return foundIsOurs && volume.spec.external !== true && lastFailedAt(volume, node) !== undefined
}
