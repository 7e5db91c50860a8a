import { constants, createReadStream, type Stats } from 'node:fs'
import { lstat, open, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Header, type Pack, pack } from 'tar-stream'
import { asError, errorCode } from '../../api/v1/language/caught-error.ts'

export interface Packing {
  /** The first part of each name in the archive; undefined to pack a directory's contents without it. */
  readonly name: string | undefined
  /** Called for each entry that is left out. */
  readonly onSkip: (path: string, what: string) => void
}

/** Streams a tar of a file or directory, reading as it is consumed. Links are packed as links. */
export function packed(path: string, packing: Packing): AsyncGenerator<Uint8Array> {
  return filledBy((tar) => fill(tar, path, packing))
}

/** Streams a tar of single files, and of directories without their contents, by target path. Files that vanish meanwhile are left out. */
export function packedFiles(
  files: readonly { readonly from: string; readonly to: string }[],
  { onSkip, mayPack = async () => true }: FilesPacking,
): AsyncGenerator<Uint8Array> {
  return filledBy((tar) => fillFiles(tar, files, { onSkip, mayPack }))
}

async function* filledBy(filling: (tar: Pack) => Promise<void>): AsyncGenerator<Uint8Array> {
  const tar = pack()
  const filled = filling(tar).then(
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

export interface FilesPacking extends Pick<Packing, 'onSkip'> {
  /** Asked for each file before it is read; absent: all are packed. */
  readonly mayPack?: (file: PackedFile) => Promise<boolean>
}

export interface PackedFile {
  /** The path as requested. */
  readonly from: string
  /** The path with links resolved. */
  readonly path: string
  readonly bytes: number
}

async function fillFiles(
  tar: Pack,
  files: readonly { readonly from: string; readonly to: string }[],
  { onSkip, mayPack }: Required<FilesPacking>,
): Promise<void> {
  for (const { from, to } of files) {
    const entry = { path: from, name: to.replace(/^\/+/, ''), onSkip }
    const stats = await lstat(from).catch(unlessGone)
    if (!stats || entry.name === '') continue
    if (stats.isFile()) await addOpened(tar, { ...entry, mayPack })
    else if (await mayPack({ from, path: from, bytes: 0 })) await add(tar, { ...entry, stats })
  }
}

/**
 * Opens the file without following a link before asking `mayPack`, so that a link put in its place meanwhile is left out. If a parent
 * directory leads elsewhere now, `mayPack` gets the real path.
 */
async function addOpened(tar: Pack, { path, name, onSkip, mayPack }: OpenedEntry): Promise<void> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch(unlessGone)
  if (!handle) return
  try {
    const stats = await handle.stat()
    const real = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => path)
    if (!(await mayPack({ from: path, path: real, bytes: stats.size }))) return
    const read = () => handle.createReadStream({ end: stats.size - 1, autoClose: false })
    await add(tar, { path, name, stats, onSkip, read })
  } finally {
    await handle.close()
  }
}

interface OpenedEntry extends Omit<Entry, 'stats'>, Required<Pick<FilesPacking, 'mayPack'>> {}

function unlessGone(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ELOOP') throw error
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
  /** Reads the content, with exactly the size in the stats; absent: the file is opened. */
  readonly read?: () => Readable
}

async function add(tar: Pack, { path, name, stats, onSkip, read }: Entry): Promise<void> {
  const { uid, gid, mtime, size } = stats
  const header = { name, mode: stats.mode & 0o7777, uid, gid, mtime }
  if (stats.isFile() && size === 0) return put(tar, header)
  // Reads exactly the size in the header, even if the file grows meanwhile. If it shrinks, that is an error.
  const bytes = read ?? (() => createReadStream(path, { end: size - 1 }))
  if (stats.isFile()) return await pipeline(bytes(), tar.entry({ ...header, size }))
  if (stats.isDirectory()) return put(tar, { ...header, name: `${name}/`, type: 'directory' })
  if (stats.isSymbolicLink()) return put(tar, { ...header, type: 'symlink', linkname: await readlink(path) })
  onSkip(path, stats.isSocket() ? 'a socket' : stats.isFIFO() ? 'a pipe' : 'a device')
}

function put(tar: Pack, header: Partial<Header> & Pick<Header, 'name'>): void {
  tar.entry(header, '')
}
