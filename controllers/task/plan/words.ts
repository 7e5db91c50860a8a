import type { TaskView } from '../view.ts'

/** Appends the last failure to the message of a retry; it is kept until the task has run well for a while. */
export function sinceFailure({ task: { status } }: TaskView): string {
  return status?.lastFailure === undefined ? '' : `; before, ${status.lastFailure}`
}

/** A time in words, rounded up. */
export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.ceil(ms)} ms` : `${Math.ceil(ms / 1000)} s`
}
