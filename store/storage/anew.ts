import { basename, dirname } from 'node:path'
import type { Files } from './files.ts'
import { claimSegment, type Segment } from './segment.ts'
import { writeSnapshot } from './snapshot.ts'
import type { Json } from './storage.ts'

/** A state that was written whole, and where its log goes on. */
export interface Anew {
  readonly segment: Segment
  readonly snapshotBytes: number
}

/**
 * Writes a state whole, as somebody took its files away while it was in use: who writes it has all of it, and what is only appended to a file
 * that has no name any more is lost. Undefined where the directory above is gone, too, or another writer has begun there. Errors are Node's.
 */
export async function writeAnew(
  files: Files,
  segment: Segment,
  entries: ReadonlyMap<string, Json>,
): Promise<Anew | undefined> {
  const { dir } = segment
  if ((await files.list(dirname(dir))).every((name) => name === basename(dir))) return undefined
  await files.makeDirectory(dir)
  const number = segment.number + 1
  const next = await claimSegment(files, { dir, number, counts: {}, snapshot: number, tail: [] })
  if (next === undefined) return undefined
  const snapshotBytes = await writeSnapshot(files, { dir, number, entries })
  await segment.file.close().catch(() => undefined)
  return { segment: next, snapshotBytes }
}
