import { corrupt } from './damage.ts'
import { currentVersion, migrate } from './migrations.ts'
import type { Json } from './storage.ts'

/** The first record of every segment and snapshot; a segment's carries its first batch, so that one append is always one record. */
export interface Header {
  readonly format: 'log' | 'snapshot'
  readonly version: number
  readonly number: number
  /** Of a segment: how many bytes of each segment before it were kept; what stands after them was never acknowledged. */
  readonly counts?: Counts
  /** Of a segment: the snapshot that was there when its writer began, 0 for none. What that one held stands nowhere else. */
  readonly snapshot?: number
  readonly changes?: readonly Json[]
}

/** Bytes that count, by segment number. */
export interface Counts {
  readonly [segment: string]: number
}

/** A file of the log, as its name says. */
export interface Named {
  readonly path: string
  readonly number: number
}

/** The header as it was read. Throws Corrupt or TooNew. */
export function checkedHeader({ path, number }: Named, format: Header['format'], value: Json): Header {
  const header = value as unknown as Header | null
  if (header?.format !== format || typeof header.version !== 'number') {
    throw corrupt({ path, offset: 0 }, 'the header is not ours')
  }
  // Checked before any record is read: a later version's records may mean something else.
  if (header.version > currentVersion) migrate(new Map(), header.version)
  if (header.number !== number)
    throw corrupt({ path, offset: 0 }, `it is ${format} ${header.number} under another name`)
  return header
}
