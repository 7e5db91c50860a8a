import { join } from 'node:path'
import { type Mark, markName, markOf } from './mark.ts'

/**
 * The files of a state directory. Every opening and every snapshot begins a new log segment with an exclusive create. The segment number is
 * the fencing token: a writer that sees a higher one was taken over. Snapshot N holds everything that was kept before segment N.
 */
export interface Layout {
  /** The newest snapshot's number; 0 when there is none. */
  readonly snapshot: number
  /** The segments from that snapshot on, ascending. */
  readonly segments: readonly number[]
  /** The highest number of any segment that exists or existed; 0 when there is none. */
  readonly highest: number
  /** The mark of the segment that was begun last; absent in directories without one. */
  readonly mark?: Mark
  /** Whether the single file of version 0 exists. */
  readonly version0: boolean
  /** Obsolete files (older segments, snapshots and marks, unfinished snapshots), in the order in which they may be removed. */
  readonly leftovers: readonly string[]
}

export const version0File = 'state.json'
/** The name of the version 0 file after its migration: kept for a rollback. */
export const version0Kept = 'state.json.version-0'

export function segmentPath(dir: string, number: number): string {
  return join(dir, `log-${String(number).padStart(10, '0')}`)
}

export function snapshotPath(dir: string, number: number): string {
  return join(dir, `snapshot-${String(number).padStart(10, '0')}`)
}

export function unfinishedPath(dir: string, number: number): string {
  return `${snapshotPath(dir, number)}.unfinished`
}

/** Reads the layout from a directory's names; other names are ignored. */
export function layoutOf(names: readonly string[]): Layout {
  const logs = numbersOf(names, /^log-(\d{10})$/)
  const snapshots = numbersOf(names, /^snapshot-(\d{10})$/)
  const snapshot = snapshots.at(-1) ?? 0
  const marks = names.flatMap((name) => markOf(name) ?? []).sort((a, b) => a.number - b.number)
  const mark = marks.at(-1)
  const old = (number: number) => number < snapshot
  return {
    snapshot,
    segments: logs.filter((number) => !old(number)),
    highest: Math.max(0, logs.at(-1) ?? 0, snapshot, mark?.number ?? 0),
    ...(mark === undefined ? {} : { mark }),
    version0: names.includes(version0File),
    leftovers: [
      ...logs.filter(old).map((number) => segmentPath('', number)),
      ...snapshots.filter(old).map((number) => snapshotPath('', number)),
      ...marks.slice(0, -1).map(markName),
      ...names.filter((name) => /^snapshot-\d{10}\.unfinished$/.test(name)),
    ],
  }
}

/** Whether a name in a state directory belongs to the log: a segment, snapshot, mark, or a version 0 file. */
export function isLogName(name: string): boolean {
  if (markOf(name)) return true
  return /^(log-\d{10}|snapshot-\d{10}(\.unfinished)?)$/.test(name) || [version0File, version0Kept].includes(name)
}

function numbersOf(names: readonly string[], pattern: RegExp): readonly number[] {
  return names
    .map((name) => Number(pattern.exec(name)?.[1] ?? 0))
    .filter((number) => number > 0)
    .sort((a, b) => a - b)
}
