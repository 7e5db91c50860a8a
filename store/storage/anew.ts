import { basename, dirname } from 'node:path'
import type { Files } from './files.ts'
import { segmentPath } from './layout.ts'
import { claimSegment, type Segment } from './segment.ts'
import { writeSnapshot } from './snapshot.ts'
import type { Json } from './storage.ts'

/** The result of writing the whole state again: the segment to continue with. */
export interface Anew {
  readonly segment: Segment
  readonly snapshotBytes: number
}

/**
 * Writes the whole state again after somebody removed its files while it was in use. The writer has everything in memory, while appends to
 * an unlinked file would be lost. Returns undefined where another writer has begun there. Throws Node's errors.
 */
export async function writeAnew(
  files: Files,
  segment: Segment,
  entries: ReadonlyMap<string, Json>,
): Promise<Anew | undefined> {
  const { dir } = segment
  await files.makeDirectory(dir)
  const number = segment.number + 1
  const next = await claimSegment(files, { dir, number, counts: {}, snapshot: number, tail: [] })
  if (next === undefined) return undefined
  try {
    const snapshotBytes = await writeSnapshot(files, { dir, number, entries })
    await segment.file.close().catch(() => undefined)
    return { segment: next, snapshotBytes }
  } catch (error) {
    await next.file.close()
    await files.remove(segmentPath(dir, number)).catch(() => undefined)
    throw error
  }
}

/** Whether all that is beside a directory is gone, too. */
export async function isHomeGone(files: Files, dir: string): Promise<boolean> {
  return (await files.list(dirname(dir))).every((name) => name === basename(dir))
}
