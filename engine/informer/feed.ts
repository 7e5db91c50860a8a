import type { ComposedContainer, HostContainer, Inventory } from '../inventory.ts'
import type { EngineEvent, EngineInfo } from '../types/engine.ts'
import type { ImageInspect } from '../types/image.ts'
import type { NetworkInspect } from '../types/network.ts'
import type { VolumeInspect, VolumeList } from '../types/volume.ts'

/** What changes of a host besides its objects. `unreachable: null` says that it answers. */
export interface HostPatch {
  readonly synced?: boolean
  readonly askedSince?: number
  readonly lastAnswer?: number
  readonly unreachable?: string | null
  readonly keepsOut?: boolean
  readonly engineOf?: string
  /** Another engine may answer from now on, until its `info` says that it is the same. */
  readonly broke?: true
  readonly info?: EngineInfo
  readonly clockAheadMs?: number
}

/** What a full list found. Containers are read one by one. */
export interface HostLists {
  readonly containerIds: ReadonlySet<string>
  /** Those that have a project of docker compose, ours among them: what is listed of them is all that is known. */
  readonly composed: readonly ComposedContainer[]
  readonly networks: readonly NetworkInspect[]
  readonly volumes: VolumeList
}

/** What a read that was sent at `asked` answered. */
export interface Read<T> {
  readonly object: T | undefined
  readonly asked: number
}

/** What a list that was sent at `asked` has of what docker compose made: of all, or of one container. */
export interface ComposedRead {
  readonly found: readonly ComposedContainer[]
  readonly asked: number
  readonly id?: string
}

/** The inventory as the informers fill it. */
export interface InventoryFeed extends Inventory {
  /** Its engine is asked from now on, ms since the epoch; the same where it was removed before. */
  addHost(node: string, askedSince: number): void
  setHost(node: string, patch: HostPatch): void
  /** The node is no more: so is everything on it, for us. What comes late of it counts for nothing. */
  removeHost(node: string): void
  /** Who is told when a loop's put contradicts an event: the container is then to be read. */
  onDoubt(node: string, doubt: (id: string) => void): void
  /** Who is told, each time that one is seen so, of a container of which no event may tell what becomes of it. */
  onUntold(node: string, untold: (id: string) => void): void
  /** What a read that was sent at `asked` answered; false where something newer came meanwhile and it has to be read again. */
  readContainer(node: string, container: HostContainer, asked: number): boolean
  /** The read said that there is none. */
  missContainer(node: string, id: string, asked: number): void
  /** The same of what else is read alone, undefined for none: what was told since is newer, and stands. */
  readNetwork(node: string, id: string, found: Read<NetworkInspect>): void
  readVolume(node: string, name: string, found: Read<VolumeInspect>): void
  readImage(node: string, name: string, found: Read<ImageInspect>): void
  /** The container as an event left it. */
  applyContainer(node: string, container: HostContainer): void
  /** Takes in what docker compose runs by a list, which newer events overrule. */
  readComposed(node: string, read: ComposedRead): void
  /** Takes in what an event says of what docker compose runs; true where only a look tells. */
  noteComposed(node: string, event: EngineEvent): boolean
  /** Keeps count of kills and starts, for `stoppedByHand`; true where the end of this container was asked for by us. */
  noteLife(node: string, event: EngineEvent): boolean
  /**
   * Drops what a list that was sent at `asked` does not have, and takes in networks and volumes. Volumes that it may have left out
   * stay; answers those of plugins of which it says nothing, which are to be read by name.
   */
  applyLists(node: string, lists: HostLists, asked: number): readonly string[]
  /** The same of volumes alone. */
  applyVolumes(node: string, list: VolumeList, asked: number): readonly string[]
  /**
   * For a list: forgets the images that no container here is of and nobody has asked for since the list before the last, as tags of
   * builds that were replaced; answers the names of the others.
   */
  keepImages(node: string): readonly string[]
  /** Forgets what was known of images of these names or ids, or of all. */
  forgetImages(node: string, names: readonly string[] | 'all'): void
}
