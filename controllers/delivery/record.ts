import type { V1Config, V1DeliveryOnNode, V1Secret } from '../../api/v1/generated/types.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { DeliveredKind } from './path.ts'
import type { Place } from './plan.ts'

// The record of where bytes may be stands in the status: an entry for each place, which survives the process. That they are
// there for certain does not, since a reboot clears memory.

/** Whether this process put the bytes in a node's directory, and they are there as far as is known. */
export function isDelivered(object: V1Secret | V1Config | undefined, place: Place): boolean {
  return entryAt(object, place)?.state === 'Delivered'
}

/** What is recorded of a place. */
export function entryAt(object: V1Secret | V1Config | undefined, place: Place): V1DeliveryOnNode | undefined {
  return object?.status?.nodes?.find(isAt(place))
}

/** Whether bytes that were there for certain may be gone: a task did not find them. */
export function lostPlace(before: V1Secret | V1Config, after: V1Secret | V1Config): boolean {
  if (before.status?.nodes === after.status?.nodes) return false
  return (before.status?.nodes ?? []).some(({ node, contentHash: directory = '', state }) => {
    return state === 'Delivered' && entryAt(after, { node, directory })?.state === 'Unknown'
  })
}

/** The record with places that are about to get bytes, or where tasks have them already: they may be there from now on. */
export function withPlaces(nodes: readonly V1DeliveryOnNode[], places: readonly Place[]): V1DeliveryOnNode[] {
  const all = new Map(nodes.map((entry) => [`${entry.node} ${entry.contentHash}`, entry]))
  for (const { node, directory } of places) {
    const id = `${node} ${directory}`
    if (!all.has(id)) all.set(id, { node, contentHash: directory, state: 'Unknown' })
  }
  return [...all.values()]
}

/** Which Secret or Config is written to. */
export interface Recorded {
  readonly store: Store
  readonly kind: DeliveredKind
  readonly key: Key
}

/** Notes whether the bytes are in a place for certain. */
export function mark(place: Place, state: 'Delivered' | 'Unknown', at: Recorded): void {
  change(at, (nodes) => nodes.map((entry) => (isAt(place)(entry) ? { ...entry, state } : entry)))
}

/** Takes a place off the record: nothing is there any more. */
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
