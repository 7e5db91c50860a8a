import type { ComposedContainer, HostContainer, SeenEnd } from '../inventory.ts'
import type { EngineEvent, EngineInfo } from '../types/engine.ts'
import type { ImageInspect } from '../types/image.ts'
import type { NetworkInspect } from '../types/network.ts'
import type { VolumeInspect } from '../types/volume.ts'
import type { Indexed } from './container-index.ts'

/** A container in the cache, with the count of when it was last touched. */
export interface Entry extends Indexed<HostContainer> {
  touched: number
  /** As `touched`, of the last event alone. */
  told: number
  /** As `touched`, of its last change of name. */
  named: number
  /** Its last end that an event told of. */
  lastEnd?: SeenEnd
  /** When the last end came (FinishedAt) that nobody told of, and of which its engine was asked what it remembers. */
  endAsked?: string
  /** Whether the kernel killed a process of it for want of memory since its start. */
  outOfMemory?: boolean
  /** The last event of its life, until a read that was sent after it: a loop's put that it contradicts is in doubt. */
  last?: EngineEvent
}

/** One host in the cache: what HostView shows, and what keeps it right. */
export interface HostCache {
  readonly node: string
  synced: boolean
  askedSince: number
  lastAnswer: number
  unreachable?: string
  keepsOut: boolean
  engineOf?: string
  info?: EngineInfo
  clockAheadMs?: number
  identifying?: Promise<void>
  /** Ends `identifying`. */
  identified: () => void
  knownSince?: number
  readonly containers: Map<string, HostContainer>
  /** What docker compose runs and nobody adopted, by id. */
  readonly composed: Map<string, Indexed<ComposedContainer>>
  readonly networks: Map<string, NetworkInspect>
  readonly volumes: Map<string, VolumeInspect>
  volumeWarnings: readonly string[]
  readonly images: Map<string, ImageInspect | 'absent'>
  /** The names of images that somebody asked for since the last list, and between it and the one before. */
  imagesAsked: { readonly now: Set<string>; readonly before: ReadonlySet<string> }
  readonly entries: Map<string, Entry>
  /** Container names, without slash, to ids. */
  readonly names: Map<string, string>
  readonly networkNames: Map<string, readonly NetworkInspect[]>
  /**
   * Containers that are gone, and when that was told, so that a late answer does not bring them back. What is read after that is back, as
   * with an engine whose data was not there for a while.
   */
  readonly gone: Map<string, number>
  /** When a network (by id), volume (by name) or image (by `image NAME`) was put or dropped, or an event told of what docker compose runs (by id): a list that was asked for earlier says nothing of it. */
  readonly touched: Map<string, number>
  /** Containers whose end we asked for, and those that somebody else's kill ended, with its time. */
  readonly expectedStops: Set<string>
  readonly stoppedByHand: Map<string, number>
  /**
   * Containers whose start we asked for, with their start before, and those that somebody else started after a stop by hand, as
   * `docker restart` does, with the time of that. Events get lost: what a later start disproves counts no more.
   */
  readonly expectedStarts: Map<string, number>
  readonly restartedByHand: Map<string, number>
  /** Told of a container whose state is in doubt: it has to be read. */
  doubt: (id: string) => void
  /** Told of a container of which no event may tell what becomes of it. */
  untold: (id: string) => void
}

const rememberedGone = 2000

export function createHostCache(node: string): HostCache {
  return {
    node,
    synced: false,
    askedSince: 0,
    identified: () => {},
    lastAnswer: 0,
    keepsOut: false,
    containers: new Map(),
    composed: new Map(),
    networks: new Map(),
    volumes: new Map(),
    volumeWarnings: [],
    images: new Map(),
    imagesAsked: { now: new Set(), before: new Set() },
    entries: new Map(),
    names: new Map(),
    networkNames: new Map(),
    gone: new Map(),
    touched: new Map(),
    expectedStops: new Set(),
    stoppedByHand: new Map(),
    expectedStarts: new Map(),
    restartedByHand: new Map(),
    doubt: () => {},
    untold: () => {},
  }
}

/** Remembers that a container is gone, the last ones only. */
export function rememberGone(host: HostCache, id: string, told: number): void {
  host.gone.set(id, told)
  host.expectedStops.delete(id)
  host.stoppedByHand.delete(id)
  host.expectedStarts.delete(id)
  host.restartedByHand.delete(id)
  if (host.gone.size <= rememberedGone) return
  const [oldest] = host.gone.keys()
  if (oldest !== undefined) host.gone.delete(oldest)
}

/** Whether a container was told to be gone after an answer of it was asked for. */
export function isGoneSince(host: HostCache, id: string, asked: number): boolean {
  return (host.gone.get(id) ?? 0) > asked
}
