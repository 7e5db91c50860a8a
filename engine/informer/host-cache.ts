import type { Obstacle } from '../errors.ts'
import type { ComposedContainer, HostContainer, SeenEnd } from '../inventory.ts'
import type { EngineEvent, EngineInfo } from '../types/engine.ts'
import type { ImageInspect } from '../types/image.ts'
import type { NetworkInspect } from '../types/network.ts'
import type { VolumeInspect } from '../types/volume.ts'
import type { Indexed } from './container-index.ts'

/** A cached container, with the stamp of its last change. */
export interface Entry extends Indexed<HostContainer> {
  touched: number
  /** The stamp of its last event. */
  told: number
  /** The stamp of its last rename. */
  named: number
  /** Its last exit that an event told of. */
  lastEnd?: SeenEnd
  /** FinishedAt of the last exit without an event for which the engine's past events were asked. */
  endAsked?: string
  /** Whether the kernel killed one of its processes for lack of memory since its start. */
  outOfMemory?: boolean
  /** The last event of its life, until a later read. A loop's put that contradicts it is in doubt. */
  last?: EngineEvent
}

/** One host in the cache: the fields of HostView, and the bookkeeping behind them. */
export interface HostCache {
  readonly node: string
  synced: boolean
  askedSince: number
  lastAnswer: number
  aheadOfSteadyMs: number
  unreachable?: string
  keepsOut: boolean
  obstacle?: Obstacle
  engineOf?: string
  info?: EngineInfo
  clockAheadMs?: number
  identifying?: Promise<void>
  /** Resolves `identifying`. */
  identified: () => void
  knownSince?: number
  readonly containers: Map<string, HostContainer>
  /** Containers that docker compose runs and nobody adopted, by id. */
  readonly composed: Map<string, Indexed<ComposedContainer>>
  readonly networks: Map<string, NetworkInspect>
  readonly volumes: Map<string, VolumeInspect>
  volumeWarnings: readonly string[]
  readonly images: Map<string, ImageInspect | 'absent'>
  /** The names of images asked for since the last list, and between that and the one before. */
  imagesAsked: { readonly now: Set<string>; readonly before: ReadonlySet<string> }
  readonly entries: Map<string, Entry>
  /** Container names, without slash, to ids. */
  readonly names: Map<string, string>
  readonly networkNames: Map<string, readonly NetworkInspect[]>
  /**
   * Removed containers and the stamps of their removal, so that a late answer does not bring them back. A read sent after that does, as
   * with an engine whose data was unavailable for a while.
   */
  readonly gone: Map<string, number>
  /**
   * The stamps of changes to networks (by id), volumes (by name), images (by `image NAME`), and of events on Compose containers (by id): a
   * list requested earlier is older.
   */
  readonly touched: Map<string, number>
  /** Containers whose exit we asked for; and those that somebody else's kill ended, with its time. */
  readonly expectedStops: Set<string>
  readonly stoppedByHand: Map<string, number>
  /**
   * Containers whose start we asked for, with their previous start; and those that somebody else started after a stop by hand (`docker
   * restart`), with the time. Events get lost: a later start makes a record obsolete.
   */
  readonly expectedStarts: Map<string, number>
  readonly restartedByHand: Map<string, number>
  /** Called with a container whose state is in doubt and has to be read. */
  doubt: (id: string) => void
  /** Called with a container whose next change may come without an event. */
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
    aheadOfSteadyMs: 0,
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

/** Records that a container is gone; only the last ones are kept. */
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

/** Whether a container was reported gone after an answer about it was requested. */
export function isGoneSince(host: HostCache, id: string, asked: number): boolean {
  return (host.gone.get(id) ?? 0) > asked
}
