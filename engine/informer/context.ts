import type { Settings } from '../../api/v1/settings.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import type { Engine } from '../engine.ts'
import type { Run } from '../run.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { InventoryFeed } from './feed.ts'

/** What an informer is made of. */
export interface InformerOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly random: Random
  readonly settings: Pick<Settings, 'relistMs' | 'heartbeatMs' | 'nodeGraceMs'>
  /** Its label selects our containers. */
  readonly installation: string
  readonly inventory: InventoryFeed
  /** The node that has this engine already, if that is another: then it is out of reach under this one. */
  readonly ownerOf: (engine: EngineInfo) => string | undefined
  /** Whether no other node may have the engine: then it is listed while it says what it is. */
  readonly isAlone: boolean
}

/** An informer's reads, as calls know who makes them. */
export function informerRun(node: string, signal: AbortSignal): Run {
  return { signal, object: `Node/${node}`, reason: 'look at what it runs' }
}
