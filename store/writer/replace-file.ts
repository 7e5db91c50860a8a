import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, type Stats, unlinkSync } from 'node:fs'
import { type FileHandle, link, open, readdir, realpath, rename, rm, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode, unlessMissing } from '../../api/v1/language/caught-error.ts'
import { syncDirectory } from '../sync-directory.ts'

/** A file that is to hold another text. */
export interface Replacement {
  readonly file: string
  /** The directory that the file must stand in, links followed. */
  readonly root: string
  /** What was read: the file is refused when it holds anything else just before it is replaced. */
  readonly before: Uint8Array
  readonly text: string
  /** Called once it stands there, before anything else can happen: what is to count with it. */
  readonly done?: () => void
}

/** A file that is to go; refused as a replacement is. */
export type Removal = Omit<Replacement, 'text'>

/** A file that is not there yet, with the mode and owner of another one. */
export interface Creation extends Omit<Replacement, 'before'> {
  readonly like: string
}

/** Why a file was not written, and what to do; the file is as it was. */
export class NotWritten extends Error {
  readonly remedy: string
  /** Kubernetes' word: whether it is another file by now, or one that may not be written. */
  readonly reason: 'Conflict' | 'MethodNotAllowed'

  constructor(message: string, remedy: string, reason: NotWritten['reason'] = 'MethodNotAllowed') {
    super(message)
    this.name = 'NotWritten'
    this.remedy = remedy
    this.reason = reason
  }
}

/**
 * Writes a file whole or not at all: beside it, then in its place, mode and owner kept. A link stays one: its target inside of
 * the root is replaced. What somebody else writes between the last look at it and the rename, some microseconds, is lost: no file
 * system compares and renames in one.
 */
export async function replaceFile(replacement: Replacement): Promise<void> {
  await told(replacement.file, replace(replacement))
}

/** Takes a file away, if it still holds what was read; of a link, its target inside of the root stays. */
export async function removeFile(removal: Removal): Promise<void> {
  await told(removal.file, remove(removal))
}

/** Gives a file a second name; fails where that name is taken. */
export type Link = (file: string, name: string) => Promise<void>

/** Writes a new file whole or not at all; refused where one of that name is there already. */
export async function createFile(creation: Creation, linked: Link = link): Promise<void> {
  await told(creation.file, create(creation, linked))
}

async function told(file: string, act: Promise<void>): Promise<void> {
  try {
    await act
  } catch (error) {
    throw refusalOf(error, file)
  }
}

async function remove({ file, root, before, done }: Removal): Promise<void> {
  const target = await targetOf(file, root)
  refuseReadOnly(file, await stat(target))
  refuseChanged(file, target, before)
  unlinkSync(file)
  done?.()
  await syncDirectory(dirname(file))
}

async function create({ file, root, text, like, done }: Creation, linked: Link): Promise<void> {
  const directory = await targetOf(dirname(file), root, true)
  const beside = besideOf(file)
  try {
    await writeAs(beside, text, await stat(like))
    await place(beside, file, linked)
    await orTakenBack(file, done)
  } finally {
    await rm(beside, { force: true })
  }
  await syncDirectory(directory)
}

/** What link answers on file systems that have no second names: vfat, exFAT, many of networks and of FUSE. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'ENOSYS'])

/** Unlike a rename alone, it takes no other's place. */
async function place(beside: string, file: string, linked: Link): Promise<void> {
  try {
    return await linked(beside, file)
  } catch (error) {
    if (!WITHOUT_LINKS.has(errorCode(error))) throw error
  }
  // An empty file takes the name, or finds it taken, and is replaced whole: what a crash between both leaves declares nothing.
  const claim = await open(file, 'wx', 0o600)
  await claim.close()
  await rename(beside, file).catch(async (error: unknown) => {
    await unlink(file)
    throw error
  })
}

async function orTakenBack(file: string, done: Creation['done']): Promise<void> {
  try {
    done?.()
  } catch (error) {
    await unlink(file)
    throw error
  }
}

async function replace({ file, root, before, text, done }: Replacement): Promise<void> {
  const target = await targetOf(file, root)
  const found = await stat(target)
  refuseReadOnly(file, found)
  const beside = besideOf(target)
  try {
    await writeAs(beside, text, found)
    refuseChanged(file, target, before)
    renameSync(beside, target)
    done?.()
  } finally {
    await rm(beside, { force: true })
  }
  await syncDirectory(dirname(target))
}

/** Hidden, so that whoever watches the directory passes it by. */
function besideOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`)
}

/** Removes what writers of the same file that were killed left beside it: it is older than what one who is at work has there. */
async function removeLeft(beside: string): Promise<void> {
  const { mtimeMs } = await stat(beside)
  const start = basename(beside).slice(0, -'0123456789ab.tmp'.length)
  for (const name of await readdir(dirname(beside))) {
    if (!name.startsWith(start) || !/^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length))) continue
    const left = join(dirname(beside), name)
    const found = await unlessMissing(stat(left))
    if (found && mtimeMs - found.mtimeMs > LEFT_MS) await rm(left, { force: true })
  }
}

/** No writer takes so long between its file beside and its end. */
const LEFT_MS = 60_000

async function targetOf(file: string, root: string, orRoot = false): Promise<string> {
  const [target, base] = await Promise.all([realpath(file), realpath(root)])
  if (target.startsWith(base.endsWith('/') ? base : `${base}/`) || (orRoot && target === base)) return target
  throw new NotWritten(`${file} leads out of ${root}, to ${target}`, 'edit it there, if that is meant')
}

function refuseReadOnly(file: string, { mode }: Stats): void {
  if ((mode & 0o222) !== 0) return
  throw new NotWritten(`${file} is read-only (mode ${(mode & 0o777).toString(8)})`, 'allow its owner to write it')
}

/** In one step with what follows: another writer of this process would else come in between. */
function refuseChanged(file: string, target: string, before: Uint8Array): void {
  const now = readFileSync(target)
  if (now.equals(before)) return
  throw new NotWritten(`${file} was changed by somebody else meanwhile`, 'run this again', 'Conflict')
}

async function writeAs(path: string, text: string, like: Stats): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await own(handle, like)
    await handle.chmod(like.mode & 0o7777)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // What can't be removed is in nobody's way.
  await removeLeft(path).catch(() => undefined)
}

async function own(handle: FileHandle, { uid, gid }: Stats): Promise<void> {
  const made = await handle.stat()
  if (made.uid !== uid || made.gid !== gid) await handle.chown(uid, gid)
}

function refusalOf(error: unknown, file: string): unknown {
  const code = errorCode(error)
  if (code === 'ENOENT')
    return new NotWritten(`${file} can't be written: what was read is not there any more`, 'run this again', 'Conflict')
  const why = reasons[code]
  const remedy = code === 'EBUSY' ? MOUNTED_ALONE : 'edit it where it can be, or let this user write there'
  return why === undefined ? error : new NotWritten(`${file} can't be written: ${why}`, remedy)
}

const MOUNTED_ALONE = 'mount the directory that it is in, in place of the file alone, or edit it where it comes from'

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'there is one of that name already',
  EACCES: 'permission denied',
  EPERM: 'its owner or mode can not be kept, or nothing may be written beside it',
  ENOTSUP: 'the file system can not keep it whole',
  EBUSY: 'it is mounted as a single file, which nothing can take the place of',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
}
