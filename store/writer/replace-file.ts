import { randomBytes } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode } from '../../api/v1/caught-error.ts'

/** A file that is to hold another text. */
export interface Replacement {
  readonly file: string
  /** The directory that the file must stand in, links followed. */
  readonly root: string
  /** What was read: the file is refused when it holds anything else by now. */
  readonly before: Uint8Array
  readonly text: string
}

/** Why a file was not written, and what to do; the file is as it was. */
export class NotWritten extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.name = 'NotWritten'
    this.remedy = remedy
  }
}

/**
 * Writes a file whole or not at all: beside it, then in its place, mode and owner kept. A link stays one: its target inside of
 * the root is replaced.
 */
export async function replaceFile(replacement: Replacement): Promise<void> {
  try {
    await replace(replacement)
  } catch (error) {
    throw refusalOf(error, replacement.file)
  }
}

async function replace({ file, root, before, text }: Replacement): Promise<void> {
  const target = await targetOf(file, root)
  const found = await stat(target)
  if ((found.mode & 0o222) === 0)
    throw new NotWritten(
      `${file} is read-only (mode ${(found.mode & 0o777).toString(8)})`,
      'allow its owner to write it',
    )
  await refuseChanged(file, target, before)
  // Hidden, so that whoever watches the directory passes it by.
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeAs(beside, text, found)
    await refuseChanged(file, target, before)
    await rename(beside, target)
  } finally {
    await rm(beside, { force: true })
  }
  await syncDirectory(dirname(target))
}

async function targetOf(file: string, root: string): Promise<string> {
  const [target, base] = await Promise.all([realpath(file), realpath(root)])
  if (target.startsWith(base.endsWith('/') ? base : `${base}/`)) return target
  throw new NotWritten(`${file} leads out of ${root}, to ${target}`, 'edit it there, if that is meant')
}

async function refuseChanged(file: string, target: string, before: Uint8Array): Promise<void> {
  const now = await readFile(target)
  if (!now.equals(before)) throw new NotWritten(`${file} was changed by somebody else meanwhile`, 'run this again')
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
}

async function own(handle: FileHandle, { uid, gid }: Stats): Promise<void> {
  const made = await handle.stat()
  if (made.uid !== uid || made.gid !== gid) await handle.chown(uid, gid)
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function refusalOf(error: unknown, file: string): unknown {
  const why = reasons[errorCode(error)]
  return why === undefined
    ? error
    : new NotWritten(`${file} can't be written: ${why}`, 'edit it where it can be, or let this user write there')
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there any more',
  EACCES: 'permission denied',
  EPERM: 'its owner can not be kept',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
}
