import type { LogLine } from '../../../engine/engine.ts'

/** The position in one container's log, to resume reading without losing or repeating lines. */
export interface Position {
  /** Whether the line is new. */
  take(line: LogLine): boolean
  /** Begins another reading; returns where from, ms since the epoch; undefined if nothing was read. */
  again(): number | undefined
}

/** The length of a timestamp up to its milliseconds. */
const MILLISECONDS = '2026-11-20T10:00:00.000'.length

/** The start position. Engines select lines by millisecond, so the lines of the last one are recognised by their text. */
export function logPosition(): Position {
  let last = ''
  let lastTime: string | undefined
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
      return lastTime === undefined ? undefined : Date.parse(lastTime)
    },
  }
}
