import { corrupt } from './damage.ts'
import type { Files } from './files.ts'
import type { Counts, Header } from './header.ts'
import { checkedHeader } from './header.ts'
import type { Layout } from './layout.ts'
import { segmentPath, snapshotPath } from './layout.ts'
import type { Scan } from './record.ts'
import { scanRecords } from './record.ts'
import type { Json } from './storage.ts'

/** The contents of a segment. */
export interface ReadSegment {
  readonly number: number
  readonly path: string
  /** Absent while nothing in the segment was acknowledged. */
  readonly header: Header | undefined
  readonly records: readonly { readonly offset: number; readonly batch: Json }[]
  readonly scan: Scan
  readonly bytes: number
}

export function readSegments(files: Files, dir: string, layout: Layout): Promise<readonly ReadSegment[]> {
  return Promise.all(layout.segments.map((number) => readSegment(files, dir, number)))
}

/**
 * How many bytes of each segment are valid. For older segments the header of the newest one says so; the newest and later ones are valid as
 * far as their records are whole. Throws Corrupt where acknowledged bytes are missing.
 */
export function countsOf(dir: string, layout: Layout, segments: readonly ReadSegment[]): Counts {
  checkMark(dir, layout, segments)
  const newest = newestOf(segments)
  const said: Counts = newest?.header?.counts ?? {}
  const begun = newest?.header?.snapshot ?? 0
  if (begun > layout.snapshot) throw corrupt({ path: snapshotPath(dir, begun), offset: 0 }, 'the file is missing')
  const counts: Record<string, number> = {}
  for (const segment of segments) {
    const older = newest !== undefined && segment.number < newest.number
    counts[segment.number] = older ? checkedCount(segment, said[segment.number]) : wholeCount(segment)
  }
  const needed = Object.keys(said).filter((number) => Number(number) >= layout.snapshot && said[number] !== 0)
  const missing = needed.find((number) => counts[number] === undefined)
  if (missing === undefined) return counts
  throw corrupt({ path: segmentPath(dir, Number(missing)), offset: 0 }, 'the file is missing')
}

/**
 * A warning about a torn end of the log: a batch that was not acknowledged, or damage that looks the same; undefined where there is none.
 */
export function tornIn(segments: readonly ReadSegment[]): string | undefined {
  const since = newestOf(segments)?.number ?? 0
  const torn = segments.find(({ number, scan, bytes }) => number >= since && scan.good < bytes)
  if (torn === undefined) return undefined
  const { path, scan, bytes } = torn
  return (
    `${path}: the last ${bytes - scan.good} bytes, from byte ${scan.good}, are no whole record, and are left out: its writing was cut off, ` +
    'as by a power cut, before anything relied on it; if that has not happened, check the disk'
  )
}

/** The last segment with a header. */
export function newestOf(segments: readonly ReadSegment[]): ReadSegment | undefined {
  return segments.findLast((segment) => segment.header !== undefined)
}

async function readSegment(files: Files, dir: string, number: number): Promise<ReadSegment> {
  const path = segmentPath(dir, number)
  const records: { offset: number; batch: Json }[] = []
  let header: Header | undefined
  const bytes = await files.read(path)
  const scan = scanRecords(bytes, (value, offset) => {
    if (offset === 0) header = checkedHeader({ path, number }, 'log', value)
    records.push({ offset, batch: offset === 0 ? (header?.changes ?? []) : value })
  })
  return { number, path, header, records, scan, bytes: bytes.length }
}

/** Checks the newest segment against the mark, as no later header vouches for it. */
function checkMark(dir: string, { mark, snapshot }: Layout, segments: readonly ReadSegment[]): void {
  if (mark === undefined || mark.number < snapshot) return
  const path = segmentPath(dir, mark.number)
  const { scan } = segments.find(({ number }) => number === mark.number) ?? {}
  if (scan === undefined) throw corrupt({ path, offset: 0 }, 'the file is missing')
  if (scan.good < (mark.length ?? 0))
    throw corrupt({ path, offset: scan.good }, 'a record that was acknowledged is damaged')
}

/** The valid length of an older segment. The writer of the newest segment had read all of it, or a snapshot in its place. */
function checkedCount({ path, scan }: ReadSegment, said: number | undefined): number {
  if (said === undefined && scan.good > 0) throw corrupt({ path, offset: 0 }, 'the snapshot of what it has is missing')
  if (scan.good < (said ?? 0)) throw corrupt({ path, offset: scan.good }, 'a record that was acknowledged is damaged')
  return said ?? 0
}

function wholeCount({ path, scan }: ReadSegment): number {
  if (scan.hole) throw corrupt({ path, offset: scan.good }, 'a record in the middle is damaged')
  return scan.good
}
