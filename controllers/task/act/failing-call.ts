import { getCondition, removeCondition, setCondition } from '../../../api/v1/conditions.ts'
import type { V1Condition, V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { conditionTypes, holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { Acting } from './acting.ts'
import type { TaskPlan } from '../step.ts'

// A call that fails for a reason outside of the task is retried by the loop, with backoff. A condition of the task says so all the same, as
// nobody would know otherwise why it makes no progress.

const type = conditionTypes.callFailing

/** Notes that a call for a task failed, with the error's message; not one that was cancelled. */
export function noteFailingCall({ message }: TaskPlan, error: unknown, { seen, ports }: Acting): void {
  if (!isEngineError(error) || error.code === 'Cancelled') return
  const condition = { type, status: 'True' as const, reason: holdReasons.callFailed, message: error.message }
  ports.store.update('Task', keyOf(seen.view.task), (draft) => {
    const conditions = setCondition(draft.status?.conditions, condition, ports.clock.now())
    draft.status = { ...draft.status, conditions, message: together(message, error.message) }
  })
}

/** Notes that a call for a task succeeded, or failed for a reason of its own. */
export function endFailingCall({ seen, ports }: Acting): void {
  const { task } = seen.view
  if (!failingCall(task.status)) return
  ports.store.update('Task', keyOf(task), (draft) => {
    if (draft.status) draft.status.conditions = removeCondition(draft.status.conditions, type)
  })
}

/** The condition about the task's last call, if that failed. */
export function failingCall({ conditions }: V1TaskStatus = {}): V1Condition | undefined {
  return getCondition(conditions, type)
}

/**
 * The plan with what is known of the failure of the step that it repeats: nobody who looks while the step is tried again would see it else.
 * Any other step has not failed.
 */
export function retried(plan: TaskPlan, status: V1TaskStatus): TaskPlan {
  const fault = getCondition(status.conditions, conditionTypes.engineFailing)
  const { reason = '', message: words = '' } = fault ?? {}
  if (fault && isFaulty(plan)) return { ...plan, reason, message: words }
  const message = together(plan.message, failingCall(status)?.message)
  return message === status.message ? { ...plan, message } : plan
}

/** Whether a step may fail by the engine's own fault. A build that has become the task's failure says that already. */
function isFaulty({ step, reason }: TaskPlan): boolean {
  return step.do === 'create' || step.do === 'start' || (step.do === 'build' && reason === taskReasons.building)
}

/** The conditions without that of a failing call, if the plan waits: then no call is tried. */
export function whileTried({ step }: TaskPlan, conditions: V1Condition[] | undefined): V1Condition[] | undefined {
  return step.do === 'wait' && conditions ? removeCondition(conditions, type) : conditions
}

function together(plan: string, failure = ''): string {
  return `${plan}; ${failure}`
}
