import { corrupt } from './damage.ts'
import { currentVersion, migrate } from './migrations.ts'
import type { Json } from './storage.ts'

/**
 * The first record of every segment and snapshot. A segment's header carries its first batch, so that each append is exactly one record.
 */
export interface Header {
  readonly format: 'log' | 'snapshot'
  readonly version: number
  readonly number: number
  /** Segments only: how many bytes of each earlier segment were kept; bytes beyond that were never acknowledged. */
  readonly counts?: Counts
  /** Segments only: the snapshot that existed when its writer began, 0 for none. Its contents are in no other file. */
  readonly snapshot?: number
  readonly changes?: readonly Json[]
}

/** How many bytes are valid, by segment number. */
export interface Counts {
  readonly [segment: string]: number
}

/** A file of the log and the number in its name. */
export interface Named {
  readonly path: string
  readonly number: number
}

/** Checks a header that was read. Throws Corrupt or TooNew. */
export function checkedHeader({ path, number }: Named, format: Header['format'], value: Json): Header {
  const header = value as unknown as Header | null
  if (header?.format !== format || typeof header.version !== 'number') {
    throw corrupt({ path, offset: 0 }, 'the header is not ours')
  }
  // Checked before any record is read, as a later version's records may have another meaning.
  if (header.version > currentVersion) migrate(new Map(), header.version)
  if (header.number !== number)
    throw corrupt({ path, offset: 0 }, `it is ${format} ${header.number} under another name`)
  return header
}
