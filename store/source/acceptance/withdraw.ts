import type { V1Volume } from '../../../api/v1/generated/types.ts'
import { kindNames, type ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations, finalizers } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { hostNameOf, keyOf, LOCAL_NODE } from '../../../api/v1/names.ts'
import type { Store } from '../../objects/store.ts'
import { endHoldsWithout } from '../facts/hold-facts.ts'
import { volumeGoesBy } from '../facts/own-home.ts'
import { leaveToServices } from './implied-network.ts'
import { objectOf } from './origins.ts'
import type { ResourceId } from '../reading/reading.ts'

/** What becomes of a resource that nothing declares any more: it is deleted from the hosts, or forgotten and stays there (S4). */
export interface Withdrawal {
  readonly id: ResourceId
  readonly change: 'deleted' | 'forgotten'
  /** What stays, where, and how to delete it; absent where nothing stays. */
  readonly stays?: string
}

/**
 * Withdraws a declaration: the object is deleted, as its finalizers allow, and its origin is forgotten. A Node is only marked, and its loop
 * deletes it once its tasks are elsewhere; a default network is left to the services in it. With `atOnce` a person deletes it directly.
 */
export function withdraw(store: Store, id: ResourceId, { atOnce = false } = {}): Withdrawal {
  const object = objectOf(store, id)
  const isLeft = !atOnce && leaveToServices(store, id)
  if (object && !isLeft) remove(store, object, atOnce)
  store.putFact('source', id, undefined)
  endHoldsWithout(store, id)
  if (isLeft) return { id, change: 'forgotten', stays: 'it stays, as the services that name no network are in it' }
  return atOnce && object?.kind === 'Node' && !isLocalNode(object)
    ? { id, change: 'deleted' }
    : withdrawalOf(id, object, store)
}

/** Compares as for Array.sort, in which order resources are withdrawn: what stands on others first, as a service before its networks. */
export function laterKindsFirst(a: ResourceId, b: ResourceId): number {
  const rank = (id: ResourceId) => kindNames.findIndex((kind) => id.startsWith(`${kind}/`))
  return rank(b) - rank(a)
}

function remove(store: Store, object: ObjectOf, atOnce: boolean): void {
  if (isLocalNode(object)) undeclareLocalNode(store)
  else if (object.kind === 'Node' && !atOnce) noteWithdrawn(store, object)
  else if (!isBeingDeleted(object)) store.delete(object.kind, keyOf(object))
}

function undeclareLocalNode(store: Store): void {
  store.update('Node', LOCAL_NODE, (draft) => {
    draft.spec = {}
    delete draft.metadata.labels
    delete draft.metadata.annotations
  })
}

function noteWithdrawn(store: Store, { metadata: { name } }: ObjectOf): void {
  store.update('Node', name, (draft) => void (draft.metadata.annotations = { [annotations.withdrawn]: 'true' }))
}

/** Whether an object is the node of this machine's engine, which exists without being declared. */
export function isLocalNode({ kind, metadata }: ObjectOf): boolean {
  return kind === 'Node' && metadata.name === LOCAL_NODE
}

/** The result of withdrawing an object. */
export function withdrawalOf(id: ResourceId, object: ObjectOf | undefined, store: Store): Withdrawal {
  const rest = object && staysOf(object, store)
  if (!rest) return { id, change: 'deleted' }
  return { id, change: 'forgotten', stays: rest.goesBy ? `${rest.stays}: ${rest.goesBy}` : rest.stays }
}

/** One line: what happened to the resource, why, and what stays. */
export function withdrawalWords({ id, change, stays }: Withdrawal, because: string): string {
  return `${id} ${change}: ${because}${stays === undefined ? '' : `; ${stays}`}`
}

/** What stays on hosts after an object is withdrawn, and what deletes it there. */
export function staysOf(
  object: ObjectOf,
  store: Store,
): { readonly stays: string; readonly goesBy?: string } | undefined {
  if (isLocalNode(object)) return { stays: 'its engine stays, and what runs on it' }
  if (object.kind === 'Node') return { stays: 'it goes once no task is there' }
  if (object.kind !== 'Volume' && object.kind !== 'Network') return undefined
  if (object.spec.external) return { stays: `${hostNameOf(object)} is not ours, and stays` }
  return object.kind === 'Volume' ? stayingData(object, store) : undefined
}

function stayingData(volume: V1Volume, store: Store): ReturnType<typeof staysOf> {
  const goes = volume.metadata.finalizers?.includes(finalizers.volumeData) ?? false
  const staying = (volume.status?.nodes ?? []).filter(
    ({ seen, foreign, state }) => seen && state !== 'Lost' && (foreign || !goes),
  )
  if (staying.length === 0) return undefined
  const name = hostNameOf(volume)
  const nodes = staying.map(({ node }) => node)
  const where = `${name} on ${nodes.join(', ')}`
  const stays = goes
    ? `the volume ${where} was made by others, and stays with its data`
    : `its data stays as the volume ${where}`
  return { stays, goesBy: volumeGoesBy({ name, nodes }, store) }
}
