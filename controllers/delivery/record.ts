import type { V1Config, V1DeliveryOnNode, V1Secret } from '../../api/v1/generated/types.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { DeliveredKind } from './path.ts'
import type { Place } from './plan.ts'

// The status records each place that may have bytes, and survives the process. That they certainly are there (Delivered) does not survive
// it, as a reboot clears memory.

/** Whether this process put the bytes there, and nothing is known of their loss. */
export function isDelivered(object: V1Secret | V1Config | undefined, place: Place): boolean {
  return entryAt(object, place)?.state === 'Delivered'
}

/** The entry of a place. */
export function entryAt(object: V1Secret | V1Config | undefined, place: Place): V1DeliveryOnNode | undefined {
  return object?.status?.nodes?.find(isAt(place))
}

/** Whether a place changed from Delivered to Unknown: a task did not find the bytes there. */
export function lostPlace(before: V1Secret | V1Config, after: V1Secret | V1Config): boolean {
  if (before.status?.nodes === after.status?.nodes) return false
  return (before.status?.nodes ?? []).some(({ node, contentHash: directory = '', state }) => {
    return state === 'Delivered' && entryAt(after, { node, directory })?.state === 'Unknown'
  })
}

/** The record with an Unknown entry for each new place, where bytes are about to be put or tasks have them already. */
export function withPlaces(nodes: readonly V1DeliveryOnNode[], places: readonly Place[]): V1DeliveryOnNode[] {
  const all = new Map(nodes.map((entry) => [`${entry.node} ${entry.contentHash}`, entry]))
  for (const { node, directory } of places) {
    const id = `${node} ${directory}`
    if (!all.has(id)) all.set(id, { node, contentHash: directory, state: 'Unknown' })
  }
  return [...all.values()]
}

/** The Secret or Config whose record is changed. */
export interface Recorded {
  readonly store: Store
  readonly kind: DeliveredKind
  readonly key: Key
}

/** Marks whether a place certainly has the bytes. */
export function mark(place: Place, state: 'Delivered' | 'Unknown', at: Recorded): void {
  change(at, (nodes) => nodes.map((entry) => (isAt(place)(entry) ? { ...entry, state } : entry)))
}

/** Removes the entry of a place where nothing is left. */
export function strike(place: Place, at: Recorded): void {
  change(at, (nodes) => nodes.filter((entry) => !isAt(place)(entry)))
}

function change(
  { store, kind, key }: Recorded,
  recipe: (nodes: readonly V1DeliveryOnNode[]) => V1DeliveryOnNode[],
): void {
  const { status } = store.get(kind, key) ?? {}
  if (status) store.putStatus(kind, key, { ...status, nodes: recipe(status.nodes ?? []) })
}

function isAt({ node, directory }: Place): (entry: V1DeliveryOnNode) => boolean {
  return (entry) => entry.node === node && entry.contentHash === directory
}
