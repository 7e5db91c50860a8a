import { composeLabels, labels } from '../../api/v1/labels.ts'
import { splitId } from '../../api/v1/names.ts'
import { atLeast } from '../../engine/container/api-version.ts'
import type { AdoptedLabels } from '../../engine/adopted.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'
import type { Ports } from '../runtime/ports.ts'

/** The record that an object which we did not create is ours. Kept in storage, as labels can't be changed, until the object is gone. */
export interface Adoption {
  readonly node: string
  /** Its name at the time of adoption, for people. */
  readonly name: string
  /** The labels that it would have if we had created it. */
  readonly labels: Readonly<StringMap>
  /** How a container differs from what we would create, in words; it is then replaced. Absent: it does not. */
  readonly differs?: string
  /** The state of a container at the time of adoption, in the engine's word. Absent: it ran. */
  readonly state?: string
  /** Why an adopted container is stopped, in words: there were more than are wanted. */
  readonly surplus?: string
  /**
   * When a volume was created, where its engine tells. A volume of that name with another time is another volume. Older records have
   * `createdAt`, possibly the time of the last write, which is ignored.
   */
  readonly madeAt?: string
}

export type AdoptedKind = 'Container' | 'Network' | 'Volume'

/** A person's consent that objects which others made for a stack become ours. */
export interface Consent {
  /** Milliseconds since the epoch. Objects that match only by name are adopted if they existed by then. */
  readonly at: number
}

/** The adoption records in the form that engines use to label objects. */
export function recordsOf(store: Store): AdoptedLabels {
  return {
    isUsed: () => store.facts('adoption').size > 0,
    // Containers with the labels of a consented project are known before their adoption, such as those that docker compose just made anew.
    mayBecome: (own) =>
      own[labels.installation] === undefined && consentOf(store, own[composeLabels.project]) !== undefined,
    container: (id) => adoptionOf(store, 'Container', id)?.labels,
    network: (id) => adoptionOf(store, 'Network', id)?.labels,
    volume(node, volume) {
      const record = adoptionOf(store, 'Volume', volumeId(node, volume.Name))
      return record && isSameVolume(volume, record) ? record.labels : undefined
    },
  }
}

/** The adoption record of an object. `id` is the engine's id, for a volume `node/name`. */
export function adoptionOf(store: Store, kind: AdoptedKind, id: string): Adoption | undefined {
  return store.fact('adoption', `${kind}/${id}`) as unknown as Adoption | undefined
}

export function volumeId(node: string, name: string): string {
  return `${node}/${name}`
}

/** Records that an object is ours. */
export function adopt(store: Store, [kind, id]: readonly [AdoptedKind, string], adoption: Adoption): void {
  store.putFact('adoption', `${kind}/${id}`, adoption as unknown as Json)
}

/** From this API version on, CreatedAt of a volume is when it was created; before, it is when it was last written to. */
const TELLS_CREATION = '1.44'

/** The adoption record for a volume that exists. */
export function volumeRecord(
  { node, info }: Pick<HostView, 'node' | 'info'>,
  { Name, CreatedAt }: VolumeInspect,
  own: Readonly<StringMap>,
): Adoption {
  const isTold = CreatedAt !== undefined && atLeast(info?.apiVersion ?? '', TELLS_CREATION)
  return { node, name: Name, labels: own, ...(isTold ? { madeAt: CreatedAt } : {}) }
}

function isSameVolume({ CreatedAt }: Pick<VolumeInspect, 'CreatedAt'>, { madeAt }: Adoption): boolean {
  return madeAt === undefined || madeAt === CreatedAt
}

/** The consent for a stack; undefined: objects that others made stay theirs (S4). */
export function consentOf(store: Pick<Store, 'fact'>, stack: string | undefined): Consent | undefined {
  return store.fact('adoption', `Stack/${stack}`) as unknown as Consent | undefined
}

/** Records the consent for a stack. */
export function consent(store: Store, stack: string, now: number): void {
  store.putFact('adoption', `Stack/${stack}`, { at: now })
}

/** Drops the consent for a stack that is gone, and the notes of what was looked for. */
export function withdraw(store: Store, stack: string): void {
  if (!consentOf(store, stack)) return
  const own = [...store.facts('adoption').keys()].filter((key) => !RECORD.test(key) && key.split('/')[1] === stack)
  for (const key of own) store.putFact('adoption', key, undefined)
}

/**
 * Whether a service must not create containers yet: its stack has a consent, and nobody has looked since for containers that others made.
 */
export function isYetToLook(store: Pick<Store, 'fact'>, stack: string, service: string): boolean {
  const said = consentOf(store, stack)
  return said !== undefined && store.fact('adoption', `Service/${stack}/${service}`) !== said.at
}

/** Notes that containers of others were looked for. */
export function noteLooked(store: Store, stack: string, service: string): void {
  const said = consentOf(store, stack)
  if (said) store.putFact('adoption', `Service/${stack}/${service}`, said.at)
}

/** The adoption record at a key of its family; undefined for the consents and notes that are kept there too. */
export function adoptionAt(store: Pick<Store, 'fact'>, key: string): Adoption | undefined {
  return RECORD.test(key) ? (store.fact('adoption', key) as unknown as Adoption | undefined) : undefined
}

const RECORD = /^(Container|Network|Volume)\//

/** All adoption records, by key. */
export function adoptions(store: Pick<Store, 'facts'>): ReadonlyMap<string, Adoption> {
  const all = [...store.facts('adoption')].filter(([key]) => RECORD.test(key))
  return new Map(all.map(([key, record]) => [key, record as unknown as Adoption]))
}

/** Drops the records of a stack's objects that are gone: a later object of the same name is not ours. */
export function forgetGone(stack: string, { store, inventory }: Pick<Ports, 'store' | 'inventory'>): void {
  if (store.facts('adoption').size === 0) return
  for (const [key, record] of adoptions(store)) {
    const host = record.labels[labels.stack] === stack ? inventory.host(record.node) : undefined
    if (host?.synced && host.unreachable === undefined && !isThere(key, record, host))
      store.putFact('adoption', key, undefined)
  }
}

function isThere(key: string, record: Adoption, host: HostView): boolean {
  const { kind, key: id } = splitId(key)
  switch (kind) {
    case 'Container':
      return host.containers.has(id)
    case 'Network':
      return host.networks.has(id)
    default: {
      const volume = host.volumes.get(record.name)
      // A list that came with a warning may be incomplete.
      return volume ? isSameVolume(volume, record) : host.volumeWarnings.length > 0
    }
  }
}
