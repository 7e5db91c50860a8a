import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Cancel } from '../../../clock/clock.ts'
import type { Progress } from '../../../engine/types/progress.ts'
import type { Ports } from '../../runtime/ports.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'

/** The least time between two writes of progress, ms. Progress shows in `get` and extends the deadline, but each write costs an event. */
const PROGRESS_MS = 1_000

/** With several tasks waiting for one image, each writes that many times less often, up to this factor. */
const MOST_WAITING = 30

/** How long without news, ms, until that is said; the pull's own deadline is minutes away. */
const STILL_MS = 30_000

/** The fetching of an image for a task; `words` are its message until there is progress. */
interface Getting {
  readonly task: V1Task
  readonly reason: string
  /** As `pulling web:1`. */
  readonly words: string
}

/**
 * Runs a pull or build and writes its progress to the task's status: people see it, and a rollout's deadline counts from it. After 30 s
 * without news that is written too, but does not extend the deadline.
 */
export async function withProgress<T>(
  { task, reason, words }: Getting,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  get: (onProgress: (progress: Progress, waiting: number) => void) => Promise<T>,
): Promise<T> {
  let [last, heard, written] = [words, clock.now(), Number.NEGATIVE_INFINITY]
  const write = (status: V1Task['status']) =>
    store.update('Task', keyOf(task), (draft) => {
      draft.status = { ...draft.status, reason, ...status }
    })
  const onProgress = (progress: Progress, waiting: number) => {
    heard = clock.now()
    last = shown(progress)
    if (heard - written < PROGRESS_MS * Math.min(waiting, MOST_WAITING)) return
    written = heard
    write({ message: last, progressedAt: timestamp(heard) })
  }
  let cancel: Cancel
  const look = () => {
    const stillMs = clock.now() - heard
    if (stillMs >= STILL_MS) write({ message: `${last}: nothing has come for ${Math.floor(stillMs / 1_000)} s` })
    cancel = clock.after(stillMs < STILL_MS ? STILL_MS - stillMs : STILL_MS, look, 'periodic')
  }
  cancel = clock.after(STILL_MS, look, 'periodic')
  try {
    return await get(onProgress)
  } finally {
    cancel()
  }
}

function shown({ step, done, total }: Progress): string {
  return done !== undefined && total ? `${step} ${Math.floor((done / total) * 100)} %` : step
}
