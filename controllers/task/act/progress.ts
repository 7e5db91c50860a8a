import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Cancel } from '../../../clock/clock.ts'
import type { Progress } from '../../../engine/types/progress.ts'
import type { Ports } from '../../runtime/ports.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'

/** Progress is written at most this often: it shows in `get` and moves the deadline on, and each write costs an event. */
const PROGRESS_MS = 1_000

/** So many times less often where as many tasks wait for it, and more. */
const MOST_WAITING = 30

/** What says nothing for so long is told as still: its own deadline is minutes away. */
const STILL_MS = 30_000

/** What gets an image: its words stand in the task's status until it says where it is. */
interface Getting {
  readonly task: V1Task
  readonly reason: string
  /** As `pulling web:1`. */
  readonly words: string
}

/**
 * Runs what gets a task's image and writes where it stands: people see it, and a rollout's deadline counts from what moved. When
 * nothing has come for 30 s that is written as well, and moves no deadline.
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
