import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { TaskPlan } from '../step.ts'
import { harmless } from './turn.ts'

/** Turns a plan into a wait while another home has locked the task's stack. */
export function behindLock(plan: TaskPlan, { metadata }: V1Task, { locks }: Pick<Ports, 'locks'>): TaskPlan {
  const held = harmless.has(plan.step.do) ? undefined : locks?.holdOf(metadata.namespace ?? '')
  return held ? { step: { do: 'wait' }, phase: plan.phase, reason: held.reason, message: held.because } : plan
}
