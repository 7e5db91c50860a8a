import type { Obstacle } from './errors.ts'
import type { Observable } from 'rxjs'
import type { ContainerInspect, ContainerSummary } from './types/container.ts'
import type { EngineEvent, EngineInfo } from './types/engine.ts'
import type { ImageInspect } from './types/image.ts'
import type { NetworkInspect } from './types/network.ts'
import type { VolumeInspect } from './types/volume.ts'

/** A change in the observed state of a host. Subscribers should only enqueue keys, and read the inventory when the key is worked. */
export interface InventoryChange {
  readonly node: string
  readonly type: 'container' | 'network' | 'volume' | 'image' | 'host'
  /** The object's id; the name of a volume or image; the node's name for `host`. */
  readonly id: string
  /** The labels of the object; of a removed one, its last labels. */
  readonly labels: Readonly<Record<string, string>>
  /** A network's name. */
  readonly name?: string
}

/** A cached container: the engine's inspect, never changed in place. */
export type HostContainer = ContainerInspect

/** A container's exit, as seen in events. */
export interface SeenEnd {
  /** Ms since the epoch, by the engine's clock. */
  readonly time: number
  readonly exitCode: number
  /** Whether the kernel killed one of its processes for lack of memory. */
  readonly oomKilled: boolean
  /** `StartedAt` of the run that exited; absent where the exit is of an earlier run than the known one. */
  readonly ofRun?: string
}

/** A container of ours and its node. */
export interface PlacedContainer {
  readonly node: string
  readonly container: HostContainer
  /** The key of its Task by its labels, as `stack/task`; absent without such labels. */
  readonly taskKey?: string
}

/** A container that docker compose made, as its engine lists it. */
export type ComposedContainer = Pick<ContainerSummary, 'id' | 'name' | 'labels' | 'state'>

/** A Compose container and its node. */
export interface PlacedComposed {
  readonly node: string
  readonly container: ComposedContainer
}

/** The observed state of one host: its last list and the events since. */
export interface HostView {
  readonly node: string
  /** Whether the first full list of the present engine is in: before that, absence means nothing (S2). */
  readonly synced: boolean
  /** Since when it is asked, ms since the epoch: silence before that does not count. */
  readonly askedSince: number
  /** When the host last answered, ms since the epoch; 0 for never. */
  readonly lastAnswer: number
  /** How far our time was ahead of the steady one then, ms: by more later, this machine slept, or its clock was set ahead. */
  readonly aheadOfSteadyMs: number
  /** Why it does not answer; absent while it does. */
  readonly unreachable?: string
  /** Whether the cause is a certificate, a permission, or a file of ours: that does not count as silence. */
  readonly keepsOut: boolean
  /** What keeps it from answering, where that is known. */
  readonly obstacle?: Obstacle
  /** The other node that has the engine, if that is the cause. */
  readonly engineOf?: string
  readonly info?: EngineInfo
  /** How far its clock is ahead of ours at least, ms; negative: behind. Absent until known. */
  readonly clockAheadMs?: number
  /**
   * Resolves when its engine is identified, does not answer, or the node is removed; absent unless the connection broke since the last
   * info.
   */
  readonly identifying?: Promise<void>
  /** The engine's own clock at its first answer to this process, ms since the epoch: objects created later were created in our time. */
  readonly knownSince?: number
  readonly containers: ReadonlyMap<string, HostContainer>
  readonly networks: ReadonlyMap<string, NetworkInspect>
  readonly volumes: ReadonlyMap<string, VolumeInspect>
  /** The warnings of its last list of volumes: volumes of plugins may be missing. Empty where the list is complete. */
  readonly volumeWarnings: readonly string[]
}

/**
 * The cache of all hosts' observed state: filled by the informers, read by the loops. It holds containers with our installation's label,
 * and foreign ones that were asked for by name.
 */
export interface Inventory {
  host(node: string): HostView | undefined
  hosts(): readonly HostView[]
  /** Hosts whose first list is pending and that are not known to be unreachable: what they run is unknown. */
  unlisted(): ReadonlySet<string>
  /** The nodes under which an engine with this id and host name last answered; usually one. O(1). */
  nodesOfEngine(engine: Pick<EngineInfo, 'id' | 'name'>): readonly string[]
  /** Our containers of a task, by the task label's value; usually one. O(1). */
  containersOf(taskName: string): readonly PlacedContainer[]
  /**
   * Our containers of a service, by the stack and name labels as `stack/service`, including those kept as `NAME.failed`. O(1). Live: copy
   * it before an await.
   */
  containersOfService(service: string): readonly PlacedContainer[]
  /** The containers that docker compose runs for `project/service` and nobody adopted, on listed hosts; no one-offs. O(1). */
  composedOfService(service: string): readonly PlacedComposed[]
  /**
   * Whether somebody else stopped a container: a `kill` event with an ending signal came before its `die` while no stop or kill of ours was
   * under way (`expectStop`). False when neither events nor the engine's memory show it.
   */
  stoppedByHand(node: string, id: string): boolean
  /** Whether somebody stopped and started the present run, as `docker restart` does. */
  restartedByHand(node: string, id: string): boolean
  /** A container's last exit that was seen; the inspect of a restarted container no longer shows it. */
  lastEnd(node: string, id: string): SeenEnd | undefined
  /** Whether a container's exit was missed and its engine, when asked, does not remember it. */
  endUnseen(node: string, id: string): boolean
  /** Whether a container of ours exited unseen and only its engine's past events may tell how. */
  isEndUntold(node: string, container: HostContainer): boolean
  /** Applies the engine's past events to the exit of a container that was just read. */
  notePastEnds(node: string, container: HostContainer, events: readonly EngineEvent[]): void
  /** Announces a stop of ours, so that the exit is not taken for a stop by hand. */
  expectStop(node: string, id: string): void
  /** Announces a start of ours, so that it is not taken for a start by hand. */
  expectStart(node: string, id: string): void
  /** A container, ours or foreign, by its name without slash; undefined where none is known. */
  containerNamed(node: string, name: string): HostContainer | undefined
  /** Networks of this name on a node; several may share it. */
  networksNamed(node: string, name: string): readonly NetworkInspect[]
  /** An image by reference or id, if it was looked up before and still exists; `absent` when the engine has none. */
  image(node: string, name: string): ImageInspect | 'absent' | undefined
  watch(): Observable<InventoryChange>
  /** A rising stamp, taken before a read is sent: what changed since is newer than the answer. */
  stamp(): number
  /**
   * Our own writes enter the cache when they are answered. `asked` is the stamp of a read: a later rename is kept, as a read does not tell
   * how old its name is.
   */
  putContainer(node: string, container: HostContainer, asked?: number): void
  dropContainer(node: string, id: string): void
  putNetwork(node: string, network: NetworkInspect): void
  dropNetwork(node: string, id: string): void
  putVolume(node: string, volume: VolumeInspect): void
  dropVolume(node: string, name: string): void
  putImage(node: string, name: string, image: ImageInspect | 'absent'): void
}
