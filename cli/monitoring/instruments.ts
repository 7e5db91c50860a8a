import type { Meter } from '../../controllers/runtime/meter.ts'
import type { Engine } from '../../engine/engine.ts'
import type { StorageInstrument } from './storage-metrics.ts'

/** Wrappers that measure the parts of an installation as they are opened. */
export interface Instruments {
  readonly meter: Meter
  /** Wraps an engine to measure its calls. */
  readonly engine: (engine: Engine) => Engine
  readonly storage: StorageInstrument
}
