import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Pack, pack } from 'tar-stream'
import type { ContextEntry } from './context.ts'

/** The latest time that tar-stream can write, s since 1970: it truncates to 31 bits. A time before 1970 becomes unreadable to engines. */
const LATEST = 2 ** 31 - 1

/**
 * Packs entries as a tar stream, so that memory does not grow with the context. Files keep their modification times, as with docker's
 * command line: web servers derive cache validators from them. Build caches of engines compare contents only.
 */
export function packContext(entries: readonly ContextEntry[]): Readable {
  const tar = pack()
  packAll(tar, entries).then(
    () => tar.finalize(),
    (error) => tar.destroy(error),
  )
  return Readable.from(tar, { objectMode: false })
}

async function packAll(tar: Pack, entries: readonly ContextEntry[]): Promise<void> {
  for (const entry of entries) await packOne(tar, entry)
}

async function packOne(tar: Pack, entry: ContextEntry): Promise<void> {
  const mtime = new Date(Math.min(Math.max(entry.mtime ?? 0, 0), LATEST) * 1000)
  const header = { name: entry.path, mode: entry.mode, mtime, uid: 0, gid: 0 }
  switch (entry.type) {
    case 'directory':
      return void tar.entry({ ...header, type: 'directory' })
    case 'symlink':
      return void tar.entry({ ...header, type: 'symlink', linkname: entry.target })
    case 'text':
      return void tar.entry({ ...header, type: 'file' }, entry.text)
    case 'file':
      // Reads exactly the size in the header, even if the file grows meanwhile; a shorter file is an error.
      if (entry.size === 0) return void tar.entry({ ...header, type: 'file' }, '')
      return pipeline(
        createReadStream(entry.from, { end: entry.size - 1 }),
        tar.entry({ ...header, type: 'file', size: entry.size }),
      )
  }
}
