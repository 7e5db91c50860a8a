import type { V1Volume } from '../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { hostNameOf, keyOf } from '../../api/v1/names.ts'
import type { Store } from '../objects/store.ts'
import { objectOf } from './origins.ts'
import type { ResourceId } from './reading.ts'

/** What becomes of a resource that nothing declares any more: it goes from the hosts, or it is forgotten and stays on them (S4). */
export interface Withdrawal {
  readonly id: ResourceId
  readonly change: 'deleted' | 'forgotten'
  /** What stays, where, and how to delete it; absent where nothing does. */
  readonly stays?: string
}

/** Takes back what files declared: the object goes as its finalizers allow, and no file owns it any more. */
export function withdraw(store: Store, id: ResourceId): Withdrawal {
  const object = objectOf(store, id)
  if (object && !isBeingDeleted(object)) store.delete(object.kind, keyOf(object))
  store.putFact('source', id, undefined)
  return withdrawalOf(id, object)
}

/** What the withdrawal of an object comes to. */
export function withdrawalOf(id: ResourceId, object: ObjectOf | undefined): Withdrawal {
  const stays = object && whatStays(object)
  return stays === undefined ? { id, change: 'deleted' } : { id, change: 'forgotten', stays }
}

/** In one line: what happened to it, why, and what stays. */
export function withdrawalWords({ id, change, stays }: Withdrawal, because: string): string {
  return `${id} ${change}: ${because}${stays === undefined ? '' : `; ${stays}`}`
}

function whatStays(object: ObjectOf): string | undefined {
  if (object.kind !== 'Volume' && object.kind !== 'Network') return undefined
  if (object.spec.external) return `${hostNameOf(object)} is not ours, and stays`
  return object.kind === 'Volume' ? dataWords(object) : undefined
}

function dataWords(volume: V1Volume): string | undefined {
  const goes = volume.metadata.finalizers?.includes(finalizers.volumeData) ?? false
  const staying = (volume.status?.nodes ?? []).filter(({ seen, foreign }) => seen && (foreign || !goes))
  if (staying.length === 0) return undefined
  const name = hostNameOf(volume)
  const where = `${name} on ${staying.map(({ node }) => node).join(', ')}`
  const what = goes
    ? `the volume ${where} was made by others, and stays with its data`
    : `its data stays as the volume ${where}`
  return `${what}: \`docker volume rm ${name}\` there deletes it`
}
