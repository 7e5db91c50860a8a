import type { LogEntry } from '../api/v1/installation/answers.ts'

/** A line of one container, as an engine or a serve tells it. */
type LogLine = Pick<LogEntry, 'stream' | 'text' | 'timestamp'>

/** The position in one container's log, to resume reading without losing or repeating lines. */
export interface Position {
  /** Whether the line is new. */
  take(line: LogLine): boolean
  /** Begins another reading; returns where from, ms since the epoch; undefined if nothing was read. */
  again(): number | undefined
}

/** The length of a timestamp up to its milliseconds. */
const MILLISECONDS = '2026-11-20T10:00:00.000'.length

/**
 * The start position. Engines select lines by millisecond, so the lines of the last one are recognised by their text. Lines of before it
 * were read where another reading begins earlier.
 */
export function logPosition(): Position {
  let last = ''
  let lastTime: string | undefined
  let begun = ''
  let taken = new Map<string, number>()
  let before = new Map<string, number>()
  return {
    take({ stream, text, timestamp }) {
      if (timestamp === undefined) return true
      const said = `${timestamp} ${stream} ${text}`
      const left = before.get(said) ?? 0
      if (left > 0) {
        before.set(said, left - 1)
        return false
      }
      const millisecond = timestamp.slice(0, MILLISECONDS)
      if (millisecond < begun) return false
      if (millisecond > last) {
        taken = new Map()
        last = millisecond
        lastTime = timestamp
      }
      if (millisecond === last) taken.set(said, (taken.get(said) ?? 0) + 1)
      return true
    },
    again() {
      before = new Map(taken)
      begun = last
      return lastTime === undefined ? undefined : Date.parse(lastTime)
    },
  }
}
