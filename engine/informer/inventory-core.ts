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

/** The state that the parts of the inventory share. */
export interface Core {
  readonly installation: string
  /** Our containers by task, and by `stack/service`. */
  readonly tasks: ContainerIndex<HostContainer>
  readonly services: ContainerIndex<HostContainer>
  /** Containers that docker compose runs and nobody adopted, by `project/service`. */
  readonly composed: ContainerIndex<ComposedContainer>
  readonly hosts: ReadonlyMap<string, HostCache>
  /** The next stamp of a rising count, which orders reads and changes. */
  tick(): number
  /** The host of a node, created if new; for a removed node, a detached one. */
  hostOf(node: string): HostCache
  /** Records which engine answers for a node; undefined: none. */
  noteEngine(node: string, info: EngineInfo | undefined): void
  forgetHost(node: string): void
  readonly unlisted: Set<string>
  tell(node: string, type: InventoryChange['type'], object: Told): void
}
