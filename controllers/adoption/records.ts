import { composeLabels, labels } from '../../api/v1/labels.ts'
import { atLeast } from '../../engine/container/api-version.ts'
import type { AdoptedLabels } from '../../engine/adopted.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'
import type { Ports } from '../runtime/ports.ts'

/** That an object of a host is ours, though we did not make it: kept in storage, and gone with the object. */
export interface Adoption {
  readonly node: string
  /** Its name at that time, for people. */
  readonly name: string
  /** Those that it would have if we had made it. */
  readonly labels: Readonly<StringMap>
  /** How a container differs from what we would make, in words: it is to be replaced. */
  readonly differs?: string
  /** Why a container is stopped, in words: more were made than are wanted. */
  readonly surplus?: string
  /**
   * When a volume was made, where its engine tells: another one of its name is not it. Records of before have a `createdAt`, which
   * may be of its last write, and is not looked at.
   */
  readonly madeAt?: string
}

export type AdoptedKind = 'Container' | 'Network' | 'Volume'

/** That somebody said that what others made for a stack is to be ours. */
export interface Consent {
  /** Milliseconds since the epoch: what has nothing but its name is taken if it was there by then. */
  readonly at: number
}

/** The records of a state, as an engine shows them. */
export function recordsOf(store: Store): AdoptedLabels {
  return {
    isUsed: () => store.facts('adoption').size > 0,
    // Known before anything of its name is made, as what docker compose made anew in its project.
    mayBecome: (own) =>
      own[labels.installation] === undefined && consentOf(store, own[composeLabels.project]) !== undefined,
    container: (id) => adoptionOf(store, 'Container', id)?.labels,
    network: (id) => adoptionOf(store, 'Network', id)?.labels,
    volume(node, volume) {
      const record = adoptionOf(store, 'Volume', volumeId(node, volume.Name))
      return record && isThat(volume, record) ? record.labels : undefined
    },
  }
}

/** The record of an object: by the engine's id, a volume by `node/name`. */
export function adoptionOf(store: Store, kind: AdoptedKind, id: string): Adoption | undefined {
  return store.fact('adoption', `${kind}/${id}`) as unknown as Adoption | undefined
}

export function volumeId(node: string, name: string): string {
  return `${node}/${name}`
}

/** Makes an object ours. */
export function adopt(store: Store, [kind, id]: readonly [AdoptedKind, string], adoption: Adoption): void {
  store.putFact('adoption', `${kind}/${id}`, adoption as unknown as Json)
}

/** From this API version on engines say of a volume when it was made; older ones when something was written to it last. */
const TELLS_CREATION = '1.44'

/** The record of a volume that is there. */
export function volumeRecord(
  { node, info }: Pick<HostView, 'node' | 'info'>,
  { Name, CreatedAt }: VolumeInspect,
  own: Readonly<StringMap>,
): Adoption {
  const isTold = CreatedAt !== undefined && atLeast(info?.apiVersion ?? '', TELLS_CREATION)
  return { node, name: Name, labels: own, ...(isTold ? { madeAt: CreatedAt } : {}) }
}

function isThat({ CreatedAt }: Pick<VolumeInspect, 'CreatedAt'>, { madeAt }: Adoption): boolean {
  return madeAt === undefined || madeAt === CreatedAt
}

/** What was said of a stack; absent: what others made stays theirs (S4). */
export function consentOf(store: Pick<Store, 'fact'>, stack: string | undefined): Consent | undefined {
  return store.fact('adoption', `Stack/${stack}`) as unknown as Consent | undefined
}

/** Notes that what others made for a stack is to be ours. */
export function consent(store: Store, stack: string, now: number): void {
  store.putFact('adoption', `Stack/${stack}`, { at: now })
}

/** A stack that is gone takes along what was said of it, and what was looked for. */
export function withdraw(store: Store, stack: string): void {
  if (!consentOf(store, stack)) return
  const own = [...store.facts('adoption').keys()].filter((key) => !RECORD.test(key) && key.split('/')[1] === stack)
  for (const key of own) store.putFact('adoption', key, undefined)
}

/** Whether it was not looked yet for what others made for a service, since somebody said that it is to be ours: it may not make its own. */
export function isYetToLook(store: Pick<Store, 'fact'>, stack: string, service: string): boolean {
  const said = consentOf(store, stack)
  return said !== undefined && store.fact('adoption', `Service/${stack}/${service}`) !== said.at
}

/** Notes that it was looked. */
export function noteLooked(store: Store, stack: string, service: string): void {
  const said = consentOf(store, stack)
  if (said) store.putFact('adoption', `Service/${stack}/${service}`, said.at)
}

/** The record that a fact is; undefined for what else is kept beside the records. */
export function adoptionAt(store: Pick<Store, 'fact'>, key: string): Adoption | undefined {
  return RECORD.test(key) ? (store.fact('adoption', key) as unknown as Adoption | undefined) : undefined
}

const RECORD = /^(Container|Network|Volume)\//

/** All records, by their keys. */
export function adoptions(store: Pick<Store, 'facts'>): ReadonlyMap<string, Adoption> {
  const all = [...store.facts('adoption')].filter(([key]) => RECORD.test(key))
  return new Map(all.map(([key, record]) => [key, record as unknown as Adoption]))
}

/** Drops the records of a stack's objects that are gone: one that comes later under the same name is another's. */
export function forgetGone(stack: string, { store, inventory }: Pick<Ports, 'store' | 'inventory'>): void {
  if (store.facts('adoption').size === 0) return
  for (const [key, record] of adoptions(store)) {
    const host = record.labels[labels.stack] === stack ? inventory.host(record.node) : undefined
    if (host?.synced && host.unreachable === undefined && !isThere(key, record, host))
      store.putFact('adoption', key, undefined)
  }
}

function isThere(key: string, record: Adoption, host: HostView): boolean {
  const slash = key.indexOf('/')
  const id = key.slice(slash + 1)
  switch (key.slice(0, slash)) {
    case 'Container':
      return host.containers.has(id)
    case 'Network':
      return host.networks.has(id)
    default: {
      const volume = host.volumes.get(record.name)
      // A list that came with a warning may have left it out.
      return volume ? isThat(volume, record) : host.volumeWarnings.length > 0
    }
  }
}
