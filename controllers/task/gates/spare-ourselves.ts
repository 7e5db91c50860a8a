import type { V1Task } from '../../../api/v1/generated/types.ts'
import { holdReasons } from '../../../api/v1/reasons.ts'
import { isOurselves } from '../../ownership/ourselves.ts'
import type { Ports } from '../../runtime/ports.ts'
import { nodeOf, type TaskPlan, type TaskStep } from '../step.ts'

/** Steps that end a container's process. */
const ending: ReadonlySet<TaskStep['do']> = new Set(['stop', 'remove', 'removeCopy', 'restart', 'recreate'])

/**
 * Turns a plan into a wait if it would end the container that this process runs in: the step would be cut off in the middle. Its successor
 * in a rollout takes the step instead, or a person.
 */
export function spareOurselves(plan: TaskPlan, { spec }: V1Task, ports: Pick<Ports, 'ourselves'>): TaskPlan {
  const { step, phase, message } = plan
  const node = nodeOf(step) ?? spec.node ?? ''
  if (!ending.has(step.do) || !('id' in step) || !isOurselves(ports, { node, id: step.id })) return plan
  const command = step.do === 'restart' ? 'docker restart' : 'docker rm -f'
  return {
    step: { do: 'wait' },
    phase,
    reason: holdReasons.ownContainer,
    message: `${message}; reconcile runs in it and does not end itself: \`${command} ${step.id.slice(0, 12)}\``,
  }
}
