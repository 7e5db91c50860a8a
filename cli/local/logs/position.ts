import type { LogLine } from '../../../engine/engine.ts'

/** How far the lines of one container were taken: where a later reading goes on, without loss and without a line twice. */
export interface Position {
  /** Whether a line was not taken before. */
  take(line: LogLine): boolean
  /** Begins a reading; answers from when on it is, in milliseconds since the epoch: absent where nothing was taken. */
  again(): number | undefined
}

/** Letters of a time with its milliseconds. */
const MILLISECONDS = '2026-11-20T10:00:00.000'.length

/** Nothing was taken. An engine finds lines by milliseconds: those of the last one are known by what they say. */
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
