import { errorCode } from '../../api/v1/language/caught-error.ts'
import type { Files, LogFile } from './files.ts'
import { segmentPath } from './layout.ts'
import { type Mark, moveMark } from './mark.ts'
import type { Counts, Header } from './header.ts'
import { currentVersion } from './migrations.ts'
import { encodeRecord } from './record.ts'
import type { Json } from './storage.ts'

/** The segment being written. It stays an empty file until its first batch, so that opening costs no sync. */
export interface Segment {
  readonly number: number
  readonly dir: string
  readonly file: LogFile
  readonly counts: Counts
  /** The snapshot that existed when its writer began. */
  readonly snapshot: number
  /** The present mark in the directory. */
  mark?: Mark
  /** The changes to repeat with the first batch (`tail` in load.ts). */
  readonly tail: Json
  /** How many bytes are known to be durable. */
  length: number
  /** Whether the file may hold bytes beyond `length`. */
  torn: boolean
}

/** Claims a segment number by creating its file; undefined when another writer has it. */
export async function claimSegment(
  files: Files,
  at: Pick<Segment, 'dir' | 'number' | 'counts' | 'snapshot' | 'mark' | 'tail'>,
): Promise<Segment | undefined> {
  try {
    const file = await files.create(segmentPath(at.dir, at.number))
    return { ...at, file, length: 0, torn: false }
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined
    throw error
  }
}

/** Appends one batch and syncs it. Bytes that a failed append left beyond `length` are cut off first. */
export async function appendBatch(files: Files, segment: Segment, changes: string): Promise<void> {
  if (segment.torn) await segment.file.truncate(segment.length)
  const first = segment.length === 0
  const bytes = encodeRecord(first ? headerWith(segment, changes) : changes)
  segment.torn = true
  await writeAll(segment.file, bytes, segment.length)
  await segment.file.sync()
  if (first) await begin(files, segment)
  segment.length += bytes.length
  segment.torn = false
}

/**
 * Marks a segment as the last one begun, after its first batch. Its file exists before the mark, so no crash leaves a mark without a
 * segment. A mark that can't be moved is merely out of date.
 */
async function begin(files: Files, segment: Segment): Promise<void> {
  const { dir, number, mark } = segment
  const to: Mark = { number }
  const isMoved = mark?.number === number || (await moveMark(files, dir, { from: mark, to }))
  if (isMoved) segment.mark = to
  await files.syncDirectory(dir)
}

/** Records the final length of a segment that is complete. It needs no sync: without this mark, only less can be checked. */
export async function endSegment(files: Files, { dir, number, length, mark }: Segment): Promise<void> {
  if (length > 0) await moveMark(files, dir, { from: mark, to: { number, length } })
}

/** Writes all bytes, in as many writes as the file needs. */
export async function writeAll(file: LogFile, bytes: Uint8Array, offset: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const taken = await file.write(bytes.subarray(done), offset + done)
    if (taken === 0) throw Object.assign(new Error('the file took no more bytes'), { code: 'EIO' })
    done += taken
  }
}

function headerWith(segment: Segment, changes: string): string {
  const { number, counts, snapshot } = segment
  const header: Header = { format: 'log', version: currentVersion, number, counts, snapshot }
  const tail = JSON.stringify(segment.tail).slice(1, -1)
  const all = [tail, changes.slice(1, -1)].filter((text) => text !== '')
  return `${JSON.stringify(header).slice(0, -1)},"changes":[${all.join(',')}]}`
}
