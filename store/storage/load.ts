import { join } from 'node:path'
import type { Files } from './files.ts'
import { errorCode, realFiles } from './files.ts'
import type { Layout } from './layout.ts'
import { layoutOf, segmentPath, snapshotPath, version0File } from './layout.ts'
import { currentVersion, migrate } from './migrations.ts'
import type { Scan } from './record.ts'
import { scanRecords } from './record.ts'
import type { Json } from './storage.ts'
import { StorageError, isJsonObject } from './storage.ts'

/** The first record of every segment and snapshot; a segment's carries its first batch, so that one append is always one record. */
export interface Header {
  readonly format: 'log' | 'snapshot'
  readonly version: number
  readonly number: number
  /** Of a segment: how many bytes of each segment before it were kept; what stands after them was never acknowledged. */
  readonly counts?: { readonly [segment: string]: number }
  readonly changes?: readonly Json[]
}

/** What a state directory holds. */
export interface Loaded {
  readonly entries: Map<string, Json>
  /** Whether the files are of an older version: a snapshot must be written before anything else. */
  readonly migrated: boolean
  /** How many bytes of each segment since the snapshot count; without the last record, which is in `tail`. */
  readonly counts: { readonly [segment: string]: number }
  /**
   * The last record's batch. Its writer may have died before the sync: it is in the kernel's cache, perhaps not on the disk. So
   * the next writer states it again in a file of its own, with its first batch.
   */
  readonly tail: Json
  readonly logBytes: number
  readonly snapshotBytes: number
}

/** The kept entries of a state directory, without a lock and without making anything; empty when there is none. Rejects with StorageError. */
export async function readStorage(options: {
  readonly dir: string
  readonly files?: Files
}): Promise<ReadonlyMap<string, Json>> {
  const files = options.files ?? realFiles
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (await loadFiles(files, options.dir, layoutOf(await files.list(options.dir)))).entries
    } catch (error) {
      // A snapshot may replace files between the listing and the reading: the new ones are as good.
      if (errorCode(error) !== 'ENOENT' || attempt >= 10) throw ioError(`reading the state in ${options.dir}`, error)
    }
  }
}

/** Reads what a layout names. */
export async function loadFiles(files: Files, dir: string, layout: Layout): Promise<Loaded> {
  const entries = new Map<string, Json>()
  const snapshot =
    layout.snapshot > 0 ? await readSnapshot(files, snapshotPath(dir, layout.snapshot), entries) : undefined
  const segments = await Promise.all(layout.segments.map((number) => readSegment(files, dir, number)))
  const begun = snapshot !== undefined || segments.some((segment) => segment.header !== undefined)
  if (!begun && layout.version0) return await loadVersion0(files, dir)
  const counts = countsOf(dir, layout, segments)
  let version = snapshot?.version
  for (const segment of segments) {
    replay(segment, counts[segment.number] ?? 0, entries)
    version ??= segment.header?.version
  }
  const kept = migrate(entries, version ?? currentVersion)
  return {
    entries: kept === entries ? entries : new Map(kept),
    migrated: (version ?? currentVersion) < currentVersion,
    ...withoutTail(segments, counts),
    logBytes: Object.values(counts).reduce((sum, length) => sum + length, 0),
    snapshotBytes: snapshot?.bytes ?? 0,
  }
}

/** Wraps what a file system call threw; ours pass as they are. */
export function ioError(tried: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const why = error instanceof Error ? error.message : String(error)
  const full = ['ENOSPC', 'EDQUOT'].includes(errorCode(error))
  const remedy = full
    ? 'free some space: nothing is changed on any host until then'
    : 'check the disk and its permissions'
  return new StorageError(full ? 'Full' : 'Io', `${tried}: ${why}; ${remedy}`, { cause: error })
}

interface Segment {
  readonly number: number
  readonly path: string
  /** Absent while the segment holds nothing that was acknowledged. */
  readonly header: Header | undefined
  readonly records: readonly { readonly offset: number; readonly batch: Json }[]
  readonly scan: Scan
}

async function readSegment(files: Files, dir: string, number: number): Promise<Segment> {
  const path = segmentPath(dir, number)
  const records: { offset: number; batch: Json }[] = []
  let header: Header | undefined
  const scan = scanRecords(await files.read(path), (value, offset) => {
    if (offset === 0) header = checkedHeader(path, 'log', value)
    records.push({ offset, batch: offset === 0 ? (header?.changes ?? []) : value })
  })
  return { number, path, header, records, scan }
}

/** The newest segment with a header says how much of those before it counts; it and later ones count as far as they are whole. */
function countsOf(dir: string, layout: Layout, segments: readonly Segment[]): Record<string, number> {
  const newest = segments.findLast((segment) => segment.header !== undefined)
  const counts: Record<string, number> = {}
  for (const { number, scan, path } of segments) {
    const said = newest !== undefined && number < newest.number ? (newest.header?.counts?.[number] ?? 0) : undefined
    if (said === undefined && scan.hole) throw corrupt(path, scan.good, 'a record in the middle is damaged')
    if (said !== undefined && scan.good < said)
      throw corrupt(path, scan.good, 'a record that was acknowledged is damaged')
    counts[number] = said ?? scan.good
  }
  for (const [number, length] of Object.entries(newest?.header?.counts ?? {})) {
    const needed = Number(number) >= layout.snapshot && length > 0
    if (needed && counts[number] === undefined)
      throw corrupt(segmentPath(dir, Number(number)), 0, 'the file is missing')
  }
  return counts
}

function withoutTail(segments: readonly Segment[], counts: Record<string, number>): Pick<Loaded, 'counts' | 'tail'> {
  const newest = segments.findLast((segment) => segment.header !== undefined)
  const last = newest?.records.at(-1)
  if (newest === undefined || last === undefined) return { counts, tail: [] }
  return { counts: { ...counts, [newest.number]: last.offset }, tail: last.batch }
}

function replay(segment: Segment, length: number, entries: Map<string, Json>): void {
  for (const { offset, batch } of segment.records) {
    if (offset < length) applyBatch(segment.path, offset, batch, entries)
  }
}

function applyBatch(path: string, offset: number, batch: Json, entries: Map<string, Json>): void {
  if (!Array.isArray(batch)) throw corrupt(path, offset, 'a record is no batch')
  for (const change of batch as readonly Json[]) {
    if (!Array.isArray(change) || typeof change[0] !== 'string') throw corrupt(path, offset, 'a record is no batch')
    if (change.length > 1) entries.set(change[0], change[1] as Json)
    else entries.delete(change[0])
  }
}

async function readSnapshot(files: Files, path: string, entries: Map<string, Json>) {
  const bytes = await files.read(path)
  let header: Header | undefined
  let end: Json | undefined
  const scan = scanRecords(bytes, (value, offset) => {
    if (header === undefined) header = checkedHeader(path, 'snapshot', value)
    else if (Array.isArray(value)) applyBatch(path, offset, value, entries)
    else end = value
  })
  if (header === undefined || scan.good < bytes.length) throw corrupt(path, scan.good, 'a record is damaged')
  if (endCount(end) !== entries.size) throw corrupt(path, scan.good, 'the end is missing')
  return { version: header.version, bytes: bytes.length }
}

function endCount(end: Json | undefined): Json | undefined {
  return isJsonObject(end) ? end.entries : undefined
}

function checkedHeader(path: string, format: Header['format'], value: Json): Header {
  const header = value as unknown as Header | null
  if (header?.format !== format || typeof header.version !== 'number') throw corrupt(path, 0, 'the header is not ours')
  // Checked before any record is read: a later version's records may mean something else.
  if (header.version > currentVersion) migrate(new Map(), header.version)
  return header
}

async function loadVersion0(files: Files, dir: string): Promise<Loaded> {
  const path = join(dir, version0File)
  const entries = parseVersion0(path, await files.read(path))
  return { entries: new Map(migrate(entries, 0)), migrated: true, counts: {}, tail: [], logBytes: 0, snapshotBytes: 0 }
}

function parseVersion0(path: string, bytes: Uint8Array): ReadonlyMap<string, Json> {
  try {
    return new Map(Object.entries(JSON.parse(Buffer.from(bytes).toString()) as Record<string, Json>))
  } catch (error) {
    throw corrupt(path, 0, 'it is not JSON', error)
  }
}

function corrupt(path: string, offset: number, what: string, cause?: unknown): StorageError {
  const remedy =
    'restore the state directory from a backup, or move it away: running containers are then adopted again by their labels, ' +
    'history and pauses are lost'
  return new StorageError('Corrupt', `${path} is damaged at byte ${offset}: ${what}; ${remedy}`, { cause })
}
