import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Pack, pack } from 'tar-stream'
import type { ContextEntry } from './context.ts'

/** A fixed time, so that equal files give equal archives. Docker's cache looks at contents, not times. */
const mtime = new Date(0)

/** Packs entries as a tar stream, so that memory does not grow with the context. */
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
