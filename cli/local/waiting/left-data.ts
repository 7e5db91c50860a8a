import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { serviceReasons } from '../../../api/v1/reasons.ts'
import type { Recorder } from '../../../controllers/runtime/recorder.ts'
import { splitKey } from '../../../api/v1/names.ts'

/** The data that tasks leave on the node of those before them, told as it happens. */
export interface LeftData {
  /** What was not told yet. */
  take(): readonly ProgressEvent[]
  end(): void
}

/** Follows that of some stacks from a time on, ms since the epoch. */
export function followLeftData(recorder: Pick<Recorder, 'watch'>, stacks: readonly string[], since: number): LeftData {
  let left: ProgressEvent[] = []
  const following = recorder.watch().subscribe(({ object, reason, message, lastAt }) => {
    if (reason !== serviceReasons.dataLeft || lastAt < since) return
    const { namespace = '' } = splitKey(object.slice('Service/'.length))
    if (stacks.includes(namespace)) left.push({ type: 'warning', message })
  })
  return {
    take() {
      const fresh = left
      left = []
      return fresh
    },
    end: () => following.unsubscribe(),
  }
}
