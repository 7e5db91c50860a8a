import { join } from 'node:path'
import { pick } from '../../api/v1/language/pick.ts'
import { corrupt, ioError, type Spot } from './damage.ts'
import { type Files, realFiles } from './files.ts'
import { checkedHeader, type Counts, type Header } from './header.ts'
import { type Layout, layoutOf, segmentPath, snapshotPath, version0File } from './layout.ts'
import type { Mark } from './mark.ts'
import { currentVersion, migrate } from './migrations.ts'
import { countsOf, newestOf, type ReadSegment, readSegments, tornIn } from './read-segments.ts'
import { scanRecords } from './record.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { Json } from './storage.ts'

/** The contents of a state directory. */
export interface Loaded {
  readonly entries: Map<string, Json>
  /** Whether the files have an older version: then a snapshot must be written before anything else. */
  readonly migrated: boolean
  /** How many bytes of each segment since the snapshot are valid, without the last record, which is in `tail`. */
  readonly counts: Counts
  /**
   * The batch of the last record. Its writer may have died before the sync, so it may be only in the kernel's cache. The next writer
   * repeats it with its own first batch.
   */
  readonly tail: Json
  /** The number of the valid snapshot; 0 when there is none. */
  readonly snapshot: number
  /** The mark of the segment that was begun last; absent in directories without one. */
  readonly mark?: Mark
  /** A warning about the bytes left out at the end of the log; absent: none were. */
  readonly torn?: string
  readonly logBytes: number
  readonly snapshotBytes: number
  /** The number of segments since the snapshot. */
  readonly segments: number
}

/**
 * Reads the entries of a state directory without taking a lock or creating anything; empty when there is none. Rejects with StorageError.
 */
export async function readStorage(options: {
  readonly dir: string
  readonly files?: Files
}): Promise<ReadonlyMap<string, Json>> {
  const { dir, files = realFiles } = options
  try {
    return (await loadFiles(files, dir)).entries
  } catch (error) {
    throw ioError(`reading the state in ${dir}`, error)
  }
}

/** Reads a state directory, leaving out the reader's own segment `own`. */
export async function loadFiles(files: Files, dir: string, own?: number): Promise<Loaded> {
  for (let attempt = 0; ; attempt += 1) {
    const names = await files.list(dir)
    try {
      return await loadLayout(files, dir, layoutOf(names.filter((name) => name !== segmentPath('', own ?? 0))))
    } catch (error) {
      // A snapshot may replace files between listing and reading; the new files hold the same, so retry.
      if (attempt >= 10 || areSame(names, await files.list(dir))) throw error
    }
  }
}

function areSame(names: readonly string[], others: readonly string[]): boolean {
  return [...names].sort().join() === [...others].sort().join()
}

async function loadLayout(files: Files, dir: string, layout: Layout): Promise<Loaded> {
  const snapshot = await readSnapshot(files, dir, layout)
  const segments = await readSegments(files, dir, layout)
  const version = snapshot.version ?? newestOf(segments)?.header?.version
  if (version === undefined && layout.version0) return await loadVersion0(files, dir)
  const counts = countsOf(dir, layout, segments)
  for (const segment of segments) replay(segment, counts[segment.number] ?? 0, snapshot.entries)
  const torn = tornIn(segments)
  return {
    snapshot: layout.snapshot,
    ...pick(layout, ['mark']),
    ...(torn === undefined ? {} : { torn }),
    entries: new Map(migrate(snapshot.entries, version ?? currentVersion)),
    migrated: version !== undefined && version < currentVersion,
    ...withoutTail(segments, counts),
    logBytes: Object.values(counts).reduce((sum, length) => sum + length, 0),
    snapshotBytes: snapshot.bytes,
    segments: layout.segments.length,
  }
}

function withoutTail(segments: readonly ReadSegment[], counts: Counts): Pick<Loaded, 'counts' | 'tail'> {
  const newest = newestOf(segments)
  const last = newest?.records.at(-1)
  if (newest === undefined || last === undefined) return { counts, tail: [] }
  return { counts: { ...counts, [newest.number]: last.offset }, tail: last.batch }
}

function replay({ path, records }: ReadSegment, length: number, entries: Map<string, Json>): void {
  for (const { offset, batch } of records) {
    if (offset < length) applyBatch({ path, offset }, batch, entries)
  }
}

function applyBatch(spot: Spot, batch: Json, entries: Map<string, Json>): void {
  if (!isList(batch)) throw corrupt(spot, 'a record is no batch')
  for (const change of batch) {
    if (!isList(change) || typeof change[0] !== 'string') throw corrupt(spot, 'a record is no batch')
    const [key, value] = change
    if (value === undefined) entries.delete(key)
    else entries.set(key, value)
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

interface Snapshot {
  readonly entries: Map<string, Json>
  readonly version?: number
  readonly bytes: number
}

async function readSnapshot(files: Files, dir: string, layout: Layout): Promise<Snapshot> {
  const entries = new Map<string, Json>()
  if (layout.snapshot === 0) return { entries, bytes: 0 }
  const path = snapshotPath(dir, layout.snapshot)
  const bytes = await files.read(path)
  let header: Header | undefined
  let end: Json | undefined
  const scan = scanRecords(bytes, (value, offset) => {
    if (header === undefined) header = checkedHeader({ path, number: layout.snapshot }, 'snapshot', value)
    else if (Array.isArray(value)) applyBatch({ path, offset }, value, entries)
    else end = value
  })
  const spot = { path, offset: scan.good }
  if (header === undefined || scan.good < bytes.length) throw corrupt(spot, 'a record is damaged')
  if (!isMap(end) || end.entries !== entries.size) throw corrupt(spot, 'the end is missing')
  return { entries, version: header.version, bytes: bytes.length }
}

async function loadVersion0(files: Files, dir: string): Promise<Loaded> {
  const path = join(dir, version0File)
  const entries = parseVersion0(path, await files.read(path))
  return {
    entries: new Map(migrate(entries, 0)),
    migrated: true,
    counts: {},
    snapshot: 0,
    tail: [],
    logBytes: 0,
    snapshotBytes: 0,
    segments: 0,
  }
}

function parseVersion0(path: string, bytes: Uint8Array): ReadonlyMap<string, Json> {
  try {
    return new Map(Object.entries(JSON.parse(Buffer.from(bytes).toString()) as Record<string, Json>))
  } catch (error) {
    throw corrupt({ path, offset: 0 }, 'it is not JSON', error)
  }
}
