import type { Run } from '../../engine/run.ts'
import type { Ports } from './ports.ts'

/** What an act of a loop is carried out with. */
export interface Acting {
  readonly ports: Ports
  readonly run: Run
}
