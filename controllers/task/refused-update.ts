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

// What the engine refuses to change of a container leaves it as it was: no failure of what runs, but one of its update.

/** The same request comes to the same, unless its host changes. */
const RETRY_MS = 60_000

/** Whether the engine said that a container can't be changed so; what fails otherwise may pass in a moment. */
export function isRefusedUpdate({ do: verb }: TaskStep, error: unknown): error is EngineError {
  return verb === 'update' && isEngineError(error, 'Invalid', 'Unsupported', 'Conflict')
}

/** Keeps the engine's words, for its service and for people, until it is tried again. */
export function noteRefusedUpdate({ detail, message: inFull }: EngineError, { seen, ports }: Acting): Result {
  const { store, recorder, clock } = ports
  const key = keyOf(seen.view.task)
  const said = { reason: taskReasons.updateFailed, message: detail }
  recorder.record({ object: `Task/${key}`, type: 'Warning', reason: said.reason, message: inFull })
  store.update('Task', key, (draft) => {
    draft.status = { ...draft.status, ...said, nextRetryAt: timestamp(clock.now() + RETRY_MS) }
    // The status is of this process; the next one has to know of which revision the container is, too.
    const generation = String(draft.metadata.generation ?? 1)
    draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.updateRefused]: generation }
  })
  return again(RETRY_MS, detail)
}

/** Whether the engine refused the last change of a task's container, in this process or another: what runs is as it was before. */
export function isAsBefore({ metadata }: V1Task): boolean {
  return metadata.annotations?.[annotations.updateRefused] === String(metadata.generation ?? 1)
}

/** Notes that its container is as it is to be, or is to be as before. */
export function forgetRefusal({ metadata }: Pick<V1Task, 'metadata'>): void {
  const { [annotations.updateRefused]: _, ...others } = metadata.annotations ?? {}
  metadata.annotations = others
}

/** When an update that was refused is tried again; undefined where none waits for that, as there is another spec by now. */
export function retriesUpdateAt({ task: { metadata, status = {} }, drift, now }: TaskView): string | undefined {
  const { nextRetryAt, observedGeneration, postStartDue } = status
  if (nextRetryAt === undefined || Date.parse(nextRetryAt) <= now || postStartDue) return undefined
  const isOfNow = observedGeneration === metadata.generation
  return isOfNow && drift.some(({ heal }) => heal.by === 'update') ? nextRetryAt : undefined
}

/** The wait of one that does well but for an update that was refused; what else is to be done with it is not held up by that. */
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
