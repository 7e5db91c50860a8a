import type { V1Task } from '../../api/v1/generated/types.ts'
import type { Ports } from '../runtime/ports.ts'
import { lockHold } from '../locks/stack-lock.ts'
import type { TaskPlan } from './step.ts'
import { harmless } from './turn.ts'

/** The plan, unless another home has the lock of the task's stack on its node: then what it would do there waits. */
export function behindLock(plan: TaskPlan, { metadata, spec }: V1Task, { locks }: Pick<Ports, 'locks'>): TaskPlan {
  const at = { node: spec.node ?? '', stack: metadata.namespace ?? '' }
  const holder = harmless.has(plan.step.do) ? undefined : locks?.otherHolder(at)
  if (!holder) return plan
  const { reason, because } = lockHold(holder, at)
  return { step: { do: 'wait' }, phase: plan.phase, reason, message: because }
}
