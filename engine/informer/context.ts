import type { Settings } from '../../api/v1/settings.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import type { Engine } from '../engine.ts'
import type { Run } from '../run.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { InventoryFeed } from './feed.ts'

export interface InformerOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly random: Random
  readonly settings: Pick<Settings, 'relistMs' | 'heartbeatMs' | 'nodeGraceMs'>
  /** The installation whose label selects our containers. */
  readonly installation: string
  readonly inventory: InventoryFeed
  /** The node that already has this engine, if it is another one: then this node is marked unreachable. */
  readonly ownerOf: (engine: EngineInfo) => string | undefined
  /** Whether no other node can have this engine: then listing need not wait for its info. */
  readonly isAlone: boolean
}

/** The Run of an informer's reads. */
export function informerRun(node: string, signal: AbortSignal): Run {
  return { signal, object: `Node/${node}`, reason: 'look at what it runs' }
}
