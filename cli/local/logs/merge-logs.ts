import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import type { Clock } from '../../../clock/clock.ts'
import { type Merged, mergeByTime } from './merge-by-time.ts'

/** When following, a container silent for this long does not delay others. */
const QUIET_MS = 100
/** The buffer limit per container, in bytes of memory, while lines wait for others or for a slow reader. A single line may have 256 KB. */
const MOST_WAITING = 1_048_576
/** The memory of a line beside its text, bytes. */
const LINE_BYTES = 200

/** Merges the lines of containers by time. */
export function mergeLogs(clock: Clock, { follow }: { readonly follow: boolean }): Merged<LogEntry> {
  const bound = { sizeOf, most: MOST_WAITING }
  return mergeByTime<LogEntry>({ clock, before: isBefore, ...bound, ...(follow ? { quietMs: QUIET_MS } : {}) })
}

/** Engines write timestamps of a fixed length in UTC, so string order is time order. */
function isBefore(a: LogEntry, b: LogEntry): boolean {
  return (a.timestamp ?? '') < (b.timestamp ?? '')
}

/** A character takes at most two bytes. */
function sizeOf({ text }: LogEntry): number {
  return LINE_BYTES + 2 * text.length
}
