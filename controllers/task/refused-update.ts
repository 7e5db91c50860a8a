import type { V1Task, V1TaskStatus } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'
import { type EngineError, isEngineError } from '../../engine/errors.ts'
import { again, type Result } from '../runtime/result.ts'
import type { Acting } from './act/acting.ts'
import { holds, type TaskPlan, type TaskStep } from './step.ts'
import type { TaskView } from './view.ts'

// An in-place update that the engine refuses leaves the container as it was: the update has failed, not the container.

/** When a refused update is tried again. The same request is refused again, unless the host changes. */
const RETRY_MS = 60_000

/** Whether the engine refused an in-place update for good; other errors may pass. */
export function isRefusedUpdate({ do: verb }: TaskStep, error: unknown): error is EngineError {
  return verb === 'update' && isEngineError(error, 'Invalid', 'Unsupported', 'Conflict')
}

/** Keeps what was to be changed and the engine's message, for the service loop and for people, until the retry. */
export function noteRefusedUpdate({ detail, message: inFull }: EngineError, { seen, ports }: Acting): Result {
  const { store, recorder, clock } = ports
  const key = keyOf(seen.view.task)
  const changes = seen.view.drift.filter(({ heal }) => heal.by === 'update').map(({ message }) => message)
  const said = {
    reason: taskReasons.updateFailed,
    message: [...changes, `the engine refuses that: ${detail}`].join('; '),
  }
  recorder.record({ object: `Task/${key}`, type: 'Warning', reason: said.reason, message: inFull })
  const isHeal = updateReason(seen.view) === taskReasons.drift
  store.update('Task', key, (draft) => {
    draft.status = { ...draft.status, ...said, nextRetryAt: timestamp(clock.now() + RETRY_MS) }
    if (isHeal) return
    // The status is lost with this process, so an annotation records for the next one which generation was refused.
    const generation = String(draft.metadata.generation ?? 1)
    draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.updateRefused]: generation }
  })
  return again(RETRY_MS, detail)
}

/**
 * Whether the engine refused the last in-place update to what the spec says by now, in this process or an earlier one, so that the
 * container is unchanged. Not so where it refused to heal what somebody else changed.
 */
export function isAsBefore({ metadata }: V1Task): boolean {
  return metadata.annotations?.[annotations.updateRefused] === String(metadata.generation ?? 1)
}

/**
 * Tells an update in place to what the spec says by now from one that heals what somebody else changed: the task was of an older spec at the
 * last look of this process, or its container is only being taken over.
 */
export function updateReason({ task, isTakenOver }: TaskView): string {
  const { metadata, status = {} } = task
  const { observedGeneration = metadata.generation } = status
  const isOfNow = observedGeneration === metadata.generation && status.reason !== taskReasons.updating
  return isOfNow && !isTakenOver && !isAsBefore(task) ? taskReasons.drift : taskReasons.updating
}

/** Drops the record of a refused update: the container is as declared, or is to be as before. */
export function forgetRefusal({ metadata }: Pick<V1Task, 'metadata'>): void {
  const { [annotations.updateRefused]: _, ...others } = metadata.annotations ?? {}
  metadata.annotations = others
}

/** When a refused update is tried again; undefined if none is pending for the present spec. */
export function retriesUpdateAt({ task: { metadata, status = {} }, drift, now }: TaskView): string | undefined {
  const { nextRetryAt, observedGeneration, postStartDue } = status
  if (nextRetryAt === undefined || Date.parse(nextRetryAt) <= now || postStartDue) return undefined
  const isOfNow = observedGeneration === metadata.generation
  return isOfNow && drift.some(({ heal }) => heal.by === 'update') ? nextRetryAt : undefined
}

/** The wait of a healthy task with a refused update; any other step takes precedence. */
export function holdsForUpdate(view: TaskView): TaskPlan | undefined {
  if (retriesUpdateAt(view) === undefined) return undefined
  return holds(view, 'Running', wordsOf(view.task.status) ?? waiting(view))
}

function wordsOf({ reason, message }: V1TaskStatus = {}): { reason: string; message: string } | undefined {
  return reason === taskReasons.updateFailed && message !== undefined ? { reason, message } : undefined
}

function waiting({ drift }: TaskView): { reason: string; message: string } {
  const message = drift.find(({ heal }) => heal.by === 'update')?.message ?? ''
  return { reason: taskReasons.drift, message }
}
