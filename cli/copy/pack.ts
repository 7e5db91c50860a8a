import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Header, type Pack, pack } from 'tar-stream'
import { asError } from '../../api/v1/caught-error.ts'

export interface Packing {
  /** The first part of each name in the archive; none: what is in a directory is packed without it. */
  readonly name: string | undefined
  /** Told of what is left out. */
  readonly onSkip: (path: string, what: string) => void
}

/** A tar of a file or a directory, read as it is taken. Links are packed as links. */
export async function* packed(path: string, packing: Packing): AsyncGenerator<Uint8Array> {
  const tar = pack()
  const filled = fill(tar, path, packing).then(
    () => tar.finalize(),
    (error: unknown) => tar.destroy(asError(error)),
  )
  try {
    yield* tar as unknown as AsyncIterable<Uint8Array>
    await filled
  } finally {
    tar.destroy()
  }
}

async function fill(tar: Pack, path: string, { name, onSkip }: Packing): Promise<void> {
  const stats = await lstat(path)
  if (name !== undefined) await add(tar, { path, name, stats, onSkip })
  if (!stats.isDirectory()) return
  for (const entry of (await readdir(path)).sort())
    await fill(tar, join(path, entry), { name: name === undefined ? entry : `${name}/${entry}`, onSkip })
}

interface Entry extends Pick<Packing, 'onSkip'> {
  readonly path: string
  readonly name: string
  readonly stats: Stats
}

async function add(tar: Pack, { path, name, stats, onSkip }: Entry): Promise<void> {
  const { uid, gid, mtime, size } = stats
  const header = { name, mode: stats.mode & 0o7777, uid, gid, mtime }
  if (stats.isFile() && size === 0) return put(tar, header)
  // Exactly the size that the header says, although the file may grow meanwhile; a shorter one is an error.
  if (stats.isFile()) return await pipeline(createReadStream(path, { end: size - 1 }), tar.entry({ ...header, size }))
  if (stats.isDirectory()) return put(tar, { ...header, name: `${name}/`, type: 'directory' })
  if (stats.isSymbolicLink()) return put(tar, { ...header, type: 'symlink', linkname: await readlink(path) })
  onSkip(path, stats.isSocket() ? 'a socket' : stats.isFIFO() ? 'a pipe' : 'a device')
}

function put(tar: Pack, header: Partial<Header> & Pick<Header, 'name'>): void {
  tar.entry(header, '')
}
