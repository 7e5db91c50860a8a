import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Ports } from '../../runtime/ports.ts'
import { otherHome } from '../../locks/stack-locks.ts'
import { nodeOf, type TaskPlan } from '../step.ts'
import { harmless } from './turn.ts'

/** Turns a plan into a wait while another home has locked the task's stack on its node. */
export function behindLock(plan: TaskPlan, { metadata, spec }: V1Task, ports: Pick<Ports, 'locks'>): TaskPlan {
  const at = { node: nodeOf(plan.step) ?? spec.node ?? '', stack: metadata.namespace ?? '' }
  const held = harmless.has(plan.step.do) ? undefined : otherHome(at, ports)
  return held ? { step: { do: 'wait' }, phase: plan.phase, reason: held.reason, message: held.because } : plan
}
