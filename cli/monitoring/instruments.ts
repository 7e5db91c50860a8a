import type { Meter } from '../../controllers/runtime/meter.ts'
import type { Engine } from '../../engine/engine.ts'
import type { StorageInstrument } from './storage-metrics.ts'

/** What measures an installation, put around its parts as they are opened. */
export interface Instruments {
  readonly meter: Meter
  /** The same engine, measured. */
  readonly engine: (engine: Engine) => Engine
  readonly storage: StorageInstrument
}
