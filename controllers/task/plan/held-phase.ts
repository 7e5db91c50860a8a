import { holdReasons } from '../../../api/v1/reasons.ts'
import type { TaskPhase } from '../step.ts'
import type { Need, TaskView } from '../view.ts'

/**
 * The phase of a held task. Of a paused service the host still reports the container. On a host that can't be worked on nobody knows how it
 * is, or whether it exists (S5).
 */
export function heldPhase({ containers: [container] }: TaskView, hold: Need): TaskPhase {
  if (hold.reason !== holdReasons.paused) return 'Unknown'
  if (!container) return 'Assigned'
  if (container.state !== 'running') return 'Unknown'
  return container.health === 'none' || container.health === 'healthy' ? 'Running' : 'Starting'
}
