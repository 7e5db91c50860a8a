import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, lchown, link, lstat, lutimes, mkdir, open, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Extract as Reading, extract, type Header } from 'tar-stream'
import { unlessMissing } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { insideOf } from './inside.ts'

export interface Unpacking {
  /** An existing directory. Nothing is written outside of it, whatever the archive says. */
  readonly directory: string
  /** Replaces the first part of each name; undefined to remove it. */
  readonly name: string | undefined
  /** Whether to restore the archive's owners. */
  readonly owners: boolean
  /** Called for each entry that is left out. */
  readonly onSkip: (path: string, what: string) => void
}

/** Unpacks a tar of one file, or of one directory with its contents. */
export async function unpack(tar: AsyncIterable<Uint8Array>, unpacking: Unpacking): Promise<void> {
  let broken: { readonly error: unknown } | undefined
  const noting = async function* () {
    try {
      yield* tar
    } catch (error) {
      broken = { error }
      throw error
    }
  }
  const reading = extract()
  const piped = pipeline(Readable.from(noting(), { objectMode: false }), reading)
  // The loop reports the error as well.
  piped.catch(() => {})
  try {
    await unpackAll(reading, unpacking)
    await piped
  } catch (error) {
    throw broken ? broken.error : error
  } finally {
    reading.destroy()
  }
}

async function unpackAll(reading: Reading, unpacking: Unpacking): Promise<void> {
  const directories: Made[] = []
  let root: string | undefined
  for await (const entry of reading) {
    root ??= normalised(entry.header.name)
    const made = await unpackOne(entry, { ...unpacking, root })
    if (made) directories.push(made)
    entry.resume()
  }
  // Innermost first: a read-only directory accepts no more entries, and each write would change its time.
  for (const { path, header } of directories.reverse()) await finish(path, header, unpacking)
}

interface Made {
  readonly path: string
  readonly header: Header
}

type Entry = Reading extends AsyncIterable<infer T> ? T : never
type Rooted = Unpacking & { readonly root: string }

async function unpackOne(entry: Entry, unpacking: Rooted): Promise<Made | undefined> {
  const { header } = entry
  const { directory } = unpacking
  const name = renamed(header.name, unpacking)
  if (name === '') return undefined
  const path = await insideOf(directory, name)
  const before = await unlessMissing(lstat(path))
  if (before && before.isDirectory() !== (header.type === 'directory'))
    throw refused(
      `${path} is ${before.isDirectory() ? 'a directory' : 'no directory'}, and in the archive it is not so`,
    )
  if (header.type === 'directory') {
    if (!before) await mkdir(path, { mode: 0o700 })
    return { path, header }
  }
  const make = makerOf(entry, unpacking)
  if (!make) return void unpacking.onSkip(name, `a ${header.type}`)
  if (before && !before.isFile() && !before.isSymbolicLink())
    throw refused(`${path} is no regular file, and is not replaced by one`)
  await replace(path, async (beside) => {
    await make(beside)
    if (header.type !== 'link') await finish(beside, header, unpacking)
  })
  return undefined
}

/** Returns a function that creates an entry at a free path; undefined for kinds that are left out. */
function makerOf(entry: Entry, unpacking: Rooted): ((path: string) => Promise<void>) | undefined {
  const { type, linkname } = entry.header
  if (type === 'file' || type === 'contiguous-file') return async (path) => await writeFile(path, entry)
  if (type === 'symlink') return async (path) => await symlink(linkname, path)
  if (type === 'link') return async (path) => await linkTo(path, entry, unpacking)
  return undefined
}

/** Creates beside the path and renames into place, so that an interruption leaves what was there. */
async function replace(path: string, make: (beside: string) => Promise<void>): Promise<void> {
  const beside = join(dirname(path), `.reconcile-${randomUUID()}`)
  try {
    await make(beside)
    await rename(beside, path)
  } finally {
    // If both are hard links to the same file, rename does nothing and leaves the temporary name.
    await rm(beside, { force: true })
  }
}

/** Never writes through a link that someone creates meanwhile. */
async function writeFile(path: string, entry: Entry): Promise<void> {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants
  const file = await open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600)
  try {
    for await (const chunk of entry) await file.writeFile(chunk as Uint8Array)
  } finally {
    await file.close()
  }
}

async function linkTo(path: string, { header: { name, linkname } }: Entry, unpacking: Rooted): Promise<void> {
  const target = await insideOf(unpacking.directory, renamed(linkname, unpacking))
  if (!(await lstat(target)).isFile()) throw refused(`in the archive ${name} is a link to ${target}, which is no file`)
  await link(target, path)
}

/** Sets permissions and times, without setuid and setgid bits. */
async function finish(path: string, { type, mode, mtime, uid, gid }: Header, how: Unpacking): Promise<void> {
  if (how.owners) await lchown(path, uid, gid)
  if (type !== 'symlink') await chmod(path, mode & 0o777)
  await lutimes(path, mtime, mtime)
}

/** The name below the target directory; empty for the directory itself. */
function renamed(name: string, { root, name: first }: Pick<Rooted, 'root' | 'name'>): string {
  const clean = normalised(name)
  if (clean !== root && root !== '' && !clean.startsWith(`${root}/`))
    throw refused(`the archive has ${name}, which is not below ${root}`)
  return join(first ?? '', clean.slice(root.length))
    .replace(/^[./]+$/, '')
    .replace(/^\//, '')
}

function normalised(name: string): string {
  const clean = posix.normalize(name).replace(/^\/+/, '').replace(/\/+$/, '')
  if (clean === '..' || clean.startsWith('../')) throw refused(`the archive has ${name}, which leads out of it`)
  return clean === '.' ? '' : clean
}

function refused(message: string): InstallationError {
  return new InstallationError(exits.failed, message, { remedy: 'copy it to `-`, and look at the archive' })
}
