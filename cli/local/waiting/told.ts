import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { serviceReasons, taskReasons } from '../../../api/v1/reasons.ts'
import type { Recorder } from '../../../controllers/runtime/recorder.ts'

/** Collects events that show in no object's final status, so that they are told as they happen. */
export interface Told {
  /** Returns the events that were not returned before. */
  take(): readonly ProgressEvent[]
  end(): void
}

const REASONS: ReadonlySet<string> = new Set([
  ...[serviceReasons.dataLeft, taskReasons.proxiesUnread, taskReasons.stopHookFailed],
])

/** Follows such events of some stacks from a time on, ms since the epoch; the same message is told once. */
export function followTold(recorder: Pick<Recorder, 'watch'>, stacks: readonly string[], since: number): Told {
  const said = new Set<string>()
  let left: ProgressEvent[] = []
  const following = recorder.watch().subscribe(({ object, reason, lastAt, ...event }) => {
    const [, stack = ''] = object.split('/')
    const message = reason === taskReasons.stopHookFailed ? `${object}: ${event.message}` : event.message
    if (!REASONS.has(reason) || lastAt < since || !stacks.includes(stack) || said.has(message)) return
    said.add(message)
    left.push({ type: 'warning', message })
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
