import type { Obstacle } from '../errors.ts'
import type { ComposedContainer, HostContainer, Inventory } from '../inventory.ts'
import type { EngineEvent, EngineInfo } from '../types/engine.ts'
import type { ImageInspect } from '../types/image.ts'
import type { NetworkInspect } from '../types/network.ts'
import type { VolumeInspect, VolumeList } from '../types/volume.ts'

/** A change of a host's own fields. `unreachable: null` means that it answers. */
export interface HostPatch {
  readonly synced?: boolean
  readonly askedSince?: number
  readonly lastAnswer?: number
  readonly aheadOfSteadyMs?: number
  readonly unreachable?: string | null
  readonly keepsOut?: boolean
  readonly obstacle?: Obstacle | undefined
  readonly engineOf?: string | undefined
  /** The connection broke: another engine may answer until the next `info`. */
  readonly broke?: true
  readonly info?: EngineInfo
  readonly clockAheadMs?: number
}

/** The result of a full list. Containers are then read one by one. */
export interface HostLists {
  readonly containerIds: ReadonlySet<string>
  /** The containers with a Compose project, ours among them: for these, the list is all that is known. */
  readonly composed: readonly ComposedContainer[]
  readonly networks: readonly NetworkInspect[]
  readonly volumes: VolumeList
}

/** The answer of a read that was sent at stamp `asked`. */
export interface Read<T> {
  readonly object: T | undefined
  readonly asked: number
}

/** A list of Compose containers that was sent at stamp `asked`: of all, or of the one with `id`. */
export interface ComposedRead {
  readonly found: readonly ComposedContainer[]
  readonly asked: number
  readonly id?: string
}

/** The writing side of the inventory, for informers. */
export interface InventoryFeed extends Inventory {
  /** Adds a host whose engine is asked from this time on, ms since the epoch; also after it was removed. */
  addHost(node: string, askedSince: number): void
  setHost(node: string, patch: HostPatch): void
  /** Removes a node and all its objects. Late answers of it are ignored. */
  removeHost(node: string): void
  /** Sets the callback for a loop's put that contradicts an event: the container has to be read. */
  onDoubt(node: string, doubt: (id: string) => void): void
  /** Sets the callback for each sight of a container whose next change may come without an event. */
  onUntold(node: string, untold: (id: string) => void): void
  /** Applies a container read that was sent at stamp `asked`; false if something newer arrived and it must be read again. */
  readContainer(node: string, container: HostContainer, asked: number): boolean
  /** Applies a read that found no container. */
  missContainer(node: string, id: string, asked: number): void
  /** Applies a read of a single object, undefined for none; newer information is kept. */
  readNetwork(node: string, id: string, found: Read<NetworkInspect>): void
  readVolume(node: string, name: string, found: Read<VolumeInspect>): void
  readImage(node: string, name: string, found: Read<ImageInspect>): void
  /** Applies the state of a container after an event. */
  applyContainer(node: string, container: HostContainer): void
  /** Applies a list of Compose containers; newer events take precedence. */
  readComposed(node: string, read: ComposedRead): void
  /** Applies an event on a Compose container; true if it has to be read. */
  noteComposed(node: string, event: EngineEvent): boolean
  /** Records kills and starts, for `stoppedByHand`; true if we asked for the container's exit. */
  noteLife(node: string, event: EngineEvent): boolean
  /**
   * Applies a full list that was sent at stamp `asked`: drops what it lacks, and takes its networks and volumes. Volumes that it may have
   * left out stay. Returns the volumes of plugins on which it is silent, to be read by name.
   */
  applyLists(node: string, lists: HostLists, asked: number): readonly string[]
  /** As `applyLists`, for volumes only. */
  applyVolumes(node: string, list: VolumeList, asked: number): readonly string[]
  /**
   * Forgets images that no container uses and nobody has asked for since the list before last, such as replaced builds; returns the names
   * of the others.
   */
  keepImages(node: string): readonly string[]
  /** Forgets images by name or id, or all of them. */
  forgetImages(node: string, names: readonly string[] | 'all'): void
}
