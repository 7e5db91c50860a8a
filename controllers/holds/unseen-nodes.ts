import type { V1Node } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { Store } from '../../store/objects/store.ts'
import { isOwnVolume } from './lost-volume.ts'

// A state that begins where another one worked, as where that was lost, knows of no host what it ran before it has answered once.

const FACT = ['meta', 'tookOver'] as const

/** Notes that this state begins where another one worked: it found on a host what it did not make, or in our home what it did not accept. */
export function noteTookOver(store: Store): void {
  if (store.fact(...FACT) === undefined) store.putFact(...FACT, true)
}

/** The nodes that have not answered yet a state which began where another one worked: nobody knows what they have. */
export function unseenNodes(store: Store): readonly V1Node[] {
  return store.fact(...FACT) === undefined ? [] : [...store.list('Node').values()].filter(isUnseen)
}

/** Whether no engine of a node was ever listed: what it is, it says before. */
export function isUnseen({ status }: V1Node): boolean {
  return status?.engine === undefined
}

/** Once every node has answered all is known, and a node that comes new has nothing of another state. */
export function forgetIfAllSeen(store: Store): void {
  if (store.fact(...FACT) !== undefined && unseenNodes(store).length === 0) store.putFact(...FACT, undefined)
}

/** Whether a host has anything that this installation made. */
export function hasOurs({ containers, volumes }: HostView, installation: string): boolean {
  for (const { Config } of containers.values()) if (Config.Labels?.[labels.installation] === installation) return true
  for (const volume of volumes.values()) if (isOwnVolume(volume, installation)) return true
  return false
}
