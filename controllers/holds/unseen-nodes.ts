import type { V1Node } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { Store } from '../../store/objects/store.ts'
import { isOwnVolume } from './lost-volume.ts'

// A state that begins where another one worked, as where that was lost or is newer than the backup, knows of no host what it ran before it
// has answered once.

/** True once it is known that another one worked, false once nothing of that one is unknown. */
export const TOOK_OVER = ['meta', 'tookOver'] as const

/** Notes that this state begins where another one worked: it found on a host what it did not make, or in our home what it did not accept. */
export function noteTookOver(store: Store): void {
  if (store.fact(...TOOK_OVER) === undefined) store.putFact(...TOOK_OVER, true)
}

/** Whether another one worked before, and not all nodes have answered since. */
export function hasTakenOver(store: Pick<Store, 'fact'>): boolean {
  return store.fact(...TOOK_OVER) === true
}

/** The nodes that have not answered yet a state which began where another one worked: nobody knows what they have. */
export function unseenNodes(store: Store): readonly V1Node[] {
  return hasTakenOver(store) ? [...store.list('Node').values()].filter(isUnseen) : []
}

/** Whether a node is one of those. */
export function isUnseenIn(store: Pick<Store, 'fact'>, node: V1Node): boolean {
  return hasTakenOver(store) && isUnseen(node)
}

/**
 * Whether no engine of a node was ever listed by this state: what it is, it says before. Of one that is another node's, that one has what
 * there is.
 */
export function isUnseen({ status }: V1Node): boolean {
  return status?.engine === undefined && status?.engineOf === undefined
}

/** Whether a state is about to be told what there is: with its first services come the nodes where they are, if it lacks those. */
export function isBeginning(store: Store): boolean {
  return store.fact(...TOOK_OVER) !== false
}

/** Once it has services, and every node has answered, all is known: a node that comes new has nothing of another state. */
export function noteIfAllSeen(store: Store): void {
  if (!isBeginning(store) || store.list('Service').size === 0) return
  let areSeen = true
  // Each node asks as it answers: nothing is copied, or a thousand of them cost more than their tasks.
  store.list('Node').forEach((node) => (areSeen &&= !isUnseen(node)))
  if (areSeen) store.putFact(...TOOK_OVER, false)
}

/** Whether a host has anything that this installation made. */
export function hasOurs({ containers, volumes }: HostView, installation: string): boolean {
  for (const { Config } of containers.values()) if (Config.Labels?.[labels.installation] === installation) return true
  for (const volume of volumes.values()) if (isOwnVolume(volume, installation)) return true
  return false
}
