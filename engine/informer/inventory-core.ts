import type { ComposedContainer, HostContainer, InventoryChange } from '../inventory.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { StringMap } from '../types/string-map.ts'
import type { ContainerIndex } from './container-index.ts'
import type { HostCache } from './host-cache.ts'

interface Told {
  readonly id: string
  readonly labels?: Readonly<StringMap> | null
  readonly name?: string
}

/** What the parts of the inventory share. */
export interface Core {
  readonly installation: string
  /** Our containers by task, and by `stack/service`. */
  readonly tasks: ContainerIndex<HostContainer>
  readonly services: ContainerIndex<HostContainer>
  /** What docker compose runs and nobody adopted, by `project/service`. */
  readonly composed: ContainerIndex<ComposedContainer>
  readonly hosts: ReadonlyMap<string, HostCache>
  /** The next of a rising count: orders reads and what touches the cache. */
  tick(): number
  /** The host of a node, made where it is new; of one that was removed one that nobody sees. */
  hostOf(node: string): HostCache
  /** Which engine answers for a node from now on; undefined: none. */
  noteEngine(node: string, info: EngineInfo | undefined): void
  forgetHost(node: string): void
  readonly unlisted: Set<string>
  tell(node: string, type: InventoryChange['type'], object: Told): void
}
