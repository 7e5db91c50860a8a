import { holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import type { Ports } from '../../runtime/ports.ts'
import { withWhoDoesIt } from '../../runtime/who-does-it.ts'
import type { TaskPlan } from '../step.ts'
import { harmless } from './turn.ts'

/** Reasons that say a step is being taken. Others say what is wrong, and are kept. */
const underWay: ReadonlySet<string> = new Set([
  ...[taskReasons.pulling, taskReasons.building, taskReasons.creating, taskReasons.recreating],
  ...[taskReasons.starting, taskReasons.stopping],
])

/** Whether nobody takes a planned step: this process only looks, and no other works. */
export function isLeftUndone({ step }: TaskPlan, { isUnattended }: Pick<Ports, 'isUnattended'>): boolean {
  return isUnattended === true && !harmless.has(step.do)
}

/**
 * Says so of a plan whose step nobody takes, or is held back for now with its reason. The step stays, as the status depends on it.
 */
export function saidUndone(plan: TaskPlan, ports: Pick<Ports, 'isUnattended'>): TaskPlan {
  const isSaidToGoOn = ports.isUnattended === true && underWay.has(plan.reason)
  if (!isSaidToGoOn && !isLeftUndone(plan, ports)) return plan
  const message = withWhoDoesIt(plan.message, ports)
  // Of a container that the engine itself removes there is no step, so that it is not said to be left.
  const isStep = underWay.has(plan.reason) || plan.reason === taskReasons.removing
  return { ...plan, message, reason: isStep ? holdReasons.notDoneYet : plan.reason }
}
