import { join } from 'node:path'
import type { Files, LogFile } from './files.ts'
import { layoutOf, snapshotPath, unfinishedPath } from './layout.ts'
import type { Header } from './header.ts'
import { currentVersion } from './migrations.ts'
import { encodeRecord } from './record.ts'
import { writeAll } from './segment.ts'
import type { Json } from './storage.ts'

const chunkBytes = 64 * 1024

/**
 * Writes a snapshot of everything before segment `number`, and makes it valid by a rename; returns its size in bytes. It is written in
 * chunks, so that it does not block the process.
 */
export async function writeSnapshot(
  files: Files,
  at: { readonly dir: string; readonly number: number; readonly entries: ReadonlyMap<string, Json> },
): Promise<number> {
  const unfinished = unfinishedPath(at.dir, at.number)
  await files.remove(unfinished)
  const file = await files.create(unfinished)
  try {
    const bytes = await writeEntries(file, at)
    await file.sync()
    await files.rename(unfinished, snapshotPath(at.dir, at.number))
    await files.syncDirectory(at.dir)
    return bytes
  } finally {
    await file.close()
  }
}

/** Removes the files that newer ones replaced, oldest first. */
export async function removeLeftovers(files: Files, dir: string): Promise<void> {
  const { leftovers } = layoutOf(await files.list(dir))
  for (const name of leftovers) await files.remove(join(dir, name))
}

async function writeEntries(
  file: LogFile,
  at: { readonly number: number; readonly entries: ReadonlyMap<string, Json> },
): Promise<number> {
  let offset = 0
  for (const bytes of snapshotRecords(at)) {
    await writeAll(file, bytes, offset)
    offset += bytes.length
  }
  return offset
}

/** Yields the records of a snapshot of everything before segment `number`. */
export function* snapshotRecords({
  number,
  entries,
}: {
  readonly number: number
  readonly entries: ReadonlyMap<string, Json>
}): Generator<Uint8Array> {
  const header: Header = { format: 'snapshot', version: currentVersion, number }
  yield encodeRecord(JSON.stringify(header))
  for (const chunk of chunksOf(entries)) yield encodeRecord(chunk)
  yield encodeRecord(JSON.stringify({ entries: entries.size }))
}

function* chunksOf(entries: ReadonlyMap<string, Json>): Generator<string> {
  let parts: string[] = []
  let size = 0
  for (const entry of entries) {
    const part = JSON.stringify(entry)
    parts.push(part)
    size += part.length
    if (size < chunkBytes) continue
    yield `[${parts.join(',')}]`
    parts = []
    size = 0
  }
  if (parts.length > 0) yield `[${parts.join(',')}]`
}
