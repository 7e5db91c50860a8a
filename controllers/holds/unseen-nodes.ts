import type { V1Node } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { Store } from '../../store/objects/store.ts'
import { isOwnVolume } from './lost-volume.ts'

// A state may begin where another one worked, because that one was lost or is newer than the backup. It does not know what ran on a host
// until that host has answered once.

/**
 * True once another state is known to have worked before; once every node has answered since, the time of that, in ms. False once every
 * node has answered where no other state worked.
 */
export const TOOK_OVER = ['meta', 'tookOver'] as const

/**
 * Notes that another state worked here before: a host has objects of ours that this state did not make, or our home has files that it did
 * not accept.
 */
export function noteTookOver(store: Store): void {
  if (store.fact(...TOOK_OVER) === undefined) store.putFact(...TOOK_OVER, true)
}

/** Whether another state worked here before, and not all nodes have answered since. */
export function hasTakenOver(store: Pick<Store, 'fact'>): boolean {
  return store.fact(...TOOK_OVER) === true
}

/**
 * Until when another state may have made what is on hosts, in ms; undefined where none worked before. Infinite while not all nodes have
 * answered.
 */
export function othersWorkedUntil(store: Store): number | undefined {
  const noted = store.fact(...TOOK_OVER)
  if (noted === true) return Number.POSITIVE_INFINITY
  return typeof noted === 'number' ? noted : undefined
}

/** The nodes that have not answered since this state took over from another one: nobody knows what they have. */
export function unseenNodes(store: Store): readonly V1Node[] {
  return hasTakenOver(store) ? [...store.list('Node').values()].filter(isUnseen) : []
}

/** Whether a node is one of unseenNodes. */
export function isUnseenIn(store: Pick<Store, 'fact'>, node: V1Node): boolean {
  return hasTakenOver(store) && isUnseen(node)
}

/**
 * Whether a node was never Ready in this state; its identity may be known before that. A node whose engine belongs to another node counts
 * as seen, through that one.
 */
export function isUnseen({ status }: V1Node): boolean {
  return status?.engine === undefined && status?.engineOf === undefined
}

/** Whether the state may still lack nodes: not all is known to be seen yet. The first services bring the nodes they need with them. */
export function isBeginning(store: Store): boolean {
  const noted = store.fact(...TOOK_OVER)
  return noted === undefined || noted === true
}

/** Notes that everything is known, once there are services and every node has answered. A node added later has nothing of another state. */
export function noteIfAllSeen(store: Store, now: number): void {
  if (!isBeginning(store) || store.list('Service').size === 0) return
  let areSeen = true
  // Every node's reconcile asks this, so nothing is copied: with a thousand nodes that would cost more than their tasks.
  store.list('Node').forEach((node) => (areSeen &&= !isUnseen(node)))
  if (areSeen) store.putFact(...TOOK_OVER, hasTakenOver(store) && now)
}

/** Whether a host has a container or volume of this installation. */
export function hasOurs({ containers, volumes }: HostView, installation: string): boolean {
  for (const { Config } of containers.values()) if (Config.Labels?.[labels.installation] === installation) return true
  for (const volume of volumes.values()) if (isOwnVolume(volume, installation)) return true
  return false
}
