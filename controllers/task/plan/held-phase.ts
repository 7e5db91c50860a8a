import { holdReasons } from '../../../api/v1/reasons.ts'
import type { TaskPhase } from '../step.ts'
import type { Need, TaskView } from '../view.ts'

/** Of what is paused its host says how it runs; of what is on a host that can't be worked on, nobody does (S5), nor whether it is there. */
export function heldPhase({ containers: [container] }: TaskView, hold: Need): TaskPhase {
  if (hold.reason !== holdReasons.paused) return 'Unknown'
  if (!container) return 'Assigned'
  if (container.state !== 'running') return 'Unknown'
  return container.health === 'none' || container.health === 'healthy' ? 'Running' : 'Starting'
}
