import type { Run } from '../../../engine/run.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { Observation } from '../observe.ts'

/** What an act needs besides the plan. */
export interface Acting {
  readonly seen: Observation
  readonly ports: Ports
  readonly run: Run
}
