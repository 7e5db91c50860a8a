import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import type { Clock } from '../../../clock/clock.ts'
import { type Merged, mergeByTime } from './merge-by-time.ts'

/** When followed, a container that writes nothing for so long holds up no line of another. */
const QUIET_MS = 100
/** Of one container, in bytes of memory: what waits for lines of others, or for a slow reader. A line alone may be 256 KB. */
const MOST_WAITING = 1_048_576
/** What a line takes beside its text, in bytes. */
const LINE_BYTES = 200

/** The lines of containers, by time. */
export function mergeLogs(clock: Clock, { follow }: { readonly follow: boolean }): Merged<LogEntry> {
  const bound = { sizeOf, most: MOST_WAITING }
  return mergeByTime<LogEntry>({ clock, before: isBefore, ...bound, ...(follow ? { quietMs: QUIET_MS } : {}) })
}

/** Engines write times of one length, in UTC: their order is that of the letters. */
function isBefore(a: LogEntry, b: LogEntry): boolean {
  return (a.timestamp ?? '') < (b.timestamp ?? '')
}

/** A letter takes two bytes at most. */
function sizeOf({ text }: LogEntry): number {
  return LINE_BYTES + 2 * text.length
}
