import { keyOf } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { type EngineErrorCode, isEngineError } from '../../engine/errors.ts'
import { backoffAfter } from '../runtime/backoff.ts'
import { again, type Result } from '../runtime/result.ts'
import { act, type Acting } from './act.ts'
import type { TaskPlan } from './step.ts'

/** Waits after a failed pull, build, create or start. */
const ATTEMPT_LIMITS = { minMs: 500, maxMs: 60_000 }

/** Acts, and turns what the engine refuses into the task's own state: it waits and tries again. Other errors are the loop's. */
export async function attempt(plan: TaskPlan, acting: Acting): Promise<Result | undefined> {
  const { seen, ports } = acting
  try {
    await act(plan, acting)
    if (plan.step.do === 'pull' || plan.step.do === 'build') forgetFailures(acting)
    return undefined
  } catch (error) {
    const reason = failureReason(plan, error, acting)
    if (reason === undefined || !isEngineError(error)) throw error
    const failures = (seen.view.task.status?.failures ?? 0) + 1
    const afterMs = backoffAfter(failures - 1, ATTEMPT_LIMITS)
    const nextRetryAt = new Date(ports.clock.now() + afterMs).toISOString()
    ports.recorder.record({
      object: `Task/${keyOf(seen.view.task)}`,
      type: 'Warning',
      reason,
      message: error.message,
    })
    ports.store.update('Task', keyOf(seen.view.task), (draft) => {
      draft.status = { ...draft.status, failures, nextRetryAt, reason, message: error.detail }
    })
    return again(afterMs, error.detail)
  }
}

/** A new image is a new start: attempts to get it say nothing of what runs from it. */
function forgetFailures({ seen, ports }: Acting): void {
  if (!seen.view.task.status?.failures) return
  ports.store.update('Task', keyOf(seen.view.task), (draft) => {
    const { nextRetryAt: _, ...status } = draft.status ?? {}
    draft.status = { ...status, failures: 0 }
  })
}

/** The reason that a task gives for what the engine refused; undefined for what is not the task's affair. */
function failureReason({ step }: TaskPlan, error: unknown, { seen, ports }: Acting): string | undefined {
  if (gets(step) && isEngineError(error)) return gettingFailed(step, error.code)
  if (!isEngineError(error, 'Invalid', 'NotFound', 'Conflict', 'Internal', 'Unsupported', 'Busy')) return undefined
  const wasCreated = step.do === 'create' && ports.inventory.containersOf(seen.view.task.metadata.name).length > 0
  if (wasCreated) return taskReasons.startFailed
  // A name that is being freed is free in a moment: the loop's own backoff is shorter than a task's.
  return error.code === 'Busy' && step.do !== 'start' ? undefined : failureReasons[step.do]
}

type Getting = Extract<TaskPlan['step'], { do: 'inspectImage' | 'pull' | 'build' }>

function gets(step: TaskPlan['step']): step is Getting {
  return step.do === 'inspectImage' || step.do === 'pull' || step.do === 'build'
}

/** Why an image is not to be had: whatever stands in the way, a registry that is silent too, is said of the task. */
function gettingFailed({ do: verb }: Getting, code: EngineErrorCode): string | undefined {
  if (code === 'Cancelled') return undefined
  if (verb === 'build') return taskReasons.buildFailed
  if (code === 'NotFound' || code === 'Invalid') return taskReasons.imageMissing
  return verb === 'pull' ? taskReasons.pullFailed : undefined
}

const failureReasons: { readonly [step in TaskPlan['step']['do']]?: string } = {
  create: taskReasons.createFailed,
  start: taskReasons.startFailed,
}
