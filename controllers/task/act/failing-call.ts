import { getCondition, removeCondition, setCondition } from '../../../api/v1/conditions.ts'
import type { V1Condition, V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { conditionTypes, holdReasons } from '../../../api/v1/reasons.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { Acting } from './acting.ts'
import type { TaskPlan } from '../step.ts'

// A call that fails for what is not the task's affair is tried again with backoff. That it does is said of the task all the same:
// without that nobody would know why it does not move on.

const type = conditionTypes.callFailing

/** Notes that a call for a task failed, and in what words; not one that was given up. */
export function noteFailingCall({ message }: TaskPlan, error: unknown, { seen, ports }: Acting): void {
  if (!isEngineError(error) || error.code === 'Cancelled') return
  const condition = { type, status: 'True' as const, reason: holdReasons.callFailed, message: error.message }
  ports.store.update('Task', keyOf(seen.view.task), (draft) => {
    const conditions = setCondition(draft.status?.conditions, condition, ports.clock.now())
    draft.status = { ...draft.status, conditions, message: together(message, error.message) }
  })
}

/** Notes that a call for a task succeeded, or failed for what is its own affair. */
export function endFailingCall({ seen, ports }: Acting): void {
  const { task } = seen.view
  if (!failingCall(task.status)) return
  ports.store.update('Task', keyOf(task), (draft) => {
    if (draft.status) draft.status.conditions = removeCondition(draft.status.conditions, type)
  })
}

/** The call for a task that fails, if one did the last time. */
export function failingCall({ conditions }: V1TaskStatus = {}): V1Condition | undefined {
  return getCondition(conditions, type)
}

/** What is said of a task before the same act is tried again: with the words of the failure. Another act has not failed. */
export function retried(plan: TaskPlan, status: V1TaskStatus): TaskPlan {
  const message = together(plan.message, failingCall(status)?.message)
  return message === status.message ? { ...plan, message } : plan
}

/** The conditions for a plan: while nothing is tried, nothing fails. */
export function whileTried({ step }: TaskPlan, conditions: V1Condition[] | undefined): V1Condition[] | undefined {
  return step.do === 'wait' && conditions ? removeCondition(conditions, type) : conditions
}

function together(plan: string, failure = ''): string {
  return `${plan}; ${failure}`
}
