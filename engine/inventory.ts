import type { Observable } from 'rxjs'
import type { ContainerInspect, ContainerSummary } from './types/container.ts'
import type { EngineEvent, EngineInfo } from './types/engine.ts'
import type { ImageInspect } from './types/image.ts'
import type { NetworkInspect } from './types/network.ts'
import type { VolumeInspect } from './types/volume.ts'

/** A change in what a host runs. Subscribers only enqueue keys: the inventory is read anew when the key is worked. */
export interface InventoryChange {
  readonly node: string
  readonly type: 'container' | 'network' | 'volume' | 'image' | 'host'
  /** The object's id; a volume's or image's name; the node's name for `host`. */
  readonly id: string
  /** The labels of the object, before it went if it is gone. */
  readonly labels: Readonly<Record<string, string>>
  /** A network's name. */
  readonly name?: string
}

/** What the cache holds of a container: the engine's inspect, never changed in place. */
export type HostContainer = ContainerInspect

/** A container's end, as events told of it. */
export interface SeenEnd {
  /** Ms since the epoch, by the engine's clock. */
  readonly time: number
  readonly exitCode: number
  /** Whether the kernel killed a process of it for want of memory. */
  readonly oomKilled: boolean
  /** `StartedAt` of the run that was known as it ended; absent where the end is of a run before. */
  readonly ofRun?: string
}

/** A container of ours and where it is. */
export interface PlacedContainer {
  readonly node: string
  readonly container: HostContainer
  /** The key of the Task that it says it is of, as `stack/task`; absent without such labels. */
  readonly taskKey?: string
}

/** A container that docker compose made, as its engine lists it. */
export type ComposedContainer = Pick<ContainerSummary, 'id' | 'name' | 'labels' | 'state'>

/** What docker compose runs for a service of a project, and where. */
export interface PlacedComposed {
  readonly node: string
  readonly container: ComposedContainer
}

/** What is known of one host, as of its last list and the events since. */
export interface HostView {
  readonly node: string
  /** Whether the first full list of the engine that answers is in: before it, absence means nothing (S2). */
  readonly synced: boolean
  /** Since when it is asked, ms since the epoch: before that its silence does not count. */
  readonly askedSince: number
  /** When the host last answered, ms since the epoch; 0 for never. */
  readonly lastAnswer: number
  /** Why it does not answer; absent while it does. */
  readonly unreachable?: string
  /** Whether that is as a certificate, a permission, or a file of ours is in the way: it is no silence. */
  readonly keepsOut: boolean
  /** The other node whose engine answers there, where that is why; absent else. */
  readonly engineOf?: string
  readonly info?: EngineInfo
  /** How far its clock is ahead of ours at least, ms; below 0: behind. Absent until it says. */
  readonly clockAheadMs?: number
  /** Resolves when it says which engine it is, does not answer, or is a node no more; absent unless its connection broke since it last said so. */
  readonly identifying?: Promise<void>
  /** The engine's own clock when it first answered this process, ms since the epoch: what it created later was created meanwhile. */
  readonly knownSince?: number
  readonly containers: ReadonlyMap<string, HostContainer>
  readonly networks: ReadonlyMap<string, NetworkInspect>
  readonly volumes: ReadonlyMap<string, VolumeInspect>
  /** What its engine warned of in its last list of volumes: some that plugins have may be missing. Empty where it listed all. */
  readonly volumeWarnings: readonly string[]
}

/** The cache of all hosts: kept by the informers, read by the loops. Containers are those that carry our installation's label, and foreign ones that were asked for by name. */
export interface Inventory {
  host(node: string): HostView | undefined
  hosts(): readonly HostView[]
  /** Hosts whose first list is not in, and of which nothing says that they do not answer: what they run is not known yet. */
  unlisted(): ReadonlySet<string>
  /** The nodes under which an engine of this id and host name answered last; mostly one. O(1). */
  nodesOfEngine(engine: Pick<EngineInfo, 'id' | 'name'>): readonly string[]
  /** Our containers of a task, by the task label's value; usually one. O(1). */
  containersOf(taskName: string): readonly PlacedContainer[]
  /** Our containers of a service, by the stack and name labels as `stack/service`; those kept as `NAME.failed` too. O(1). Live: copy it over an await. */
  containersOfService(service: string): readonly PlacedContainer[]
  /** What docker compose runs for a service and nobody adopted, as `project/service`, on the hosts that were listed; no one-offs. O(1). */
  composedOfService(service: string): readonly PlacedComposed[]
  /**
   * Whether a stopped container was stopped by somebody but us: a `kill` event with a signal that ends it came before its
   * `die`, and no stop or kill of ours was under way (`expectStop`). False when nobody saw it, nor does its engine remember it.
   */
  stoppedByHand(node: string, id: string): boolean
  /** Whether it runs since somebody stopped it and started it again, as `docker restart` does. */
  restartedByHand(node: string, id: string): boolean
  /** A container's last end that was seen; of one that runs again its inspect has it no more. */
  lastEnd(node: string, id: string): SeenEnd | undefined
  /** Whether a container has ended, nobody saw that, and its engine was asked and does not remember it. */
  endUnseen(node: string, id: string): boolean
  /** Whether a container of ours that was read has ended, and only its engine's memory may tell how it came to that. */
  isEndUntold(node: string, container: HostContainer): boolean
  /** Takes in what its engine remembers of the end of a container that has just entered. */
  notePastEnds(node: string, container: HostContainer, events: readonly EngineEvent[]): void
  /** Says that we are about to stop this container, so that its end is not taken for somebody's doing. */
  expectStop(node: string, id: string): void
  /** Says that we are about to start this container: that is no start by hand. */
  expectStart(node: string, id: string): void
  /** A container by its name without slash, ours or foreign; undefined where none is known. */
  containerNamed(node: string, name: string): HostContainer | undefined
  /** Networks of this name on a node; several may have the same one. */
  networksNamed(node: string, name: string): readonly NetworkInspect[]
  /** An image by reference or id, if it was asked for before and is still there; `absent` when the engine said so. */
  image(node: string, name: string): ImageInspect | 'absent' | undefined
  watch(): Observable<InventoryChange>
  /** A rising count, taken before a read is sent: what was touched since is newer than the read's answer. */
  stamp(): number
  /** Our own writes enter when they are answered. With `asked`, the stamp of a read, a name that was given since stays: no read says how old it is. */
  putContainer(node: string, container: HostContainer, asked?: number): void
  dropContainer(node: string, id: string): void
  putNetwork(node: string, network: NetworkInspect): void
  dropNetwork(node: string, id: string): void
  putVolume(node: string, volume: VolumeInspect): void
  dropVolume(node: string, name: string): void
  putImage(node: string, name: string, image: ImageInspect | 'absent'): void
}
