import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode, errorText } from '../api/v1/language/caught-error.ts'
import { makeDirectory } from './make-directory.ts'

/** What a file system has in its root, and is nobody's file. */
export const LOST_AND_FOUND = 'lost+found'

/** Where a backup is written that is put into RECONCILE_HOME; one that was killed leaves it. */
export const RESTORING = '.restoring'

/**
 * What root makes in the home of somebody else is theirs, or they could not go on with it: it gets the owner of the directory that it is
 * in. Only what was made by this process is given, and by its descriptor: whoever owns that directory may put anything under a path.
 */
export function giveToOwner(fd: number, directory: string): void {
  const owner = otherOwnerOf(directory)
  if (owner === undefined) return
  try {
    fchownSync(fd, owner.uid, owner.gid)
  } catch {
    // A container without CAP_CHOWN, a share that maps root: it stays root's, and its owner is told the remedy.
  }
}

/** Whose a directory is, where this is root and that is somebody else. */
export function otherOwnerOf(directory: string): { readonly uid: number; readonly gid: number } | undefined {
  if (process.geteuid?.() !== 0) return undefined
  const { uid, gid } = statSync(directory)
  return uid === 0 ? undefined : { uid, gid }
}

/**
 * Makes RECONCILE_HOME or a directory of it, and those above it that are missing, each for its owner alone: that of the one that it is in,
 * or of another. Throws EPERM where a link is there by which somebody else leads root out of what is theirs.
 */
export function makeOwnedDirectory(path: string, like = dirname(path)): void {
  if (existsSync(path)) return closeSync(openOwned(path, like))
  if (!existsSync(dirname(path))) makeOwnedDirectory(dirname(path))
  makeDirectory(path, 0o700)
  giveDirectory(path, like)
}

/** Closes a directory of RECONCILE_HOME to all but its owner. Throws like makeOwnedDirectory. */
export function closeToOthers(path: string): void {
  const fd = openOwned(path, dirname(path))
  try {
    fchmodSync(fd, 0o700)
  } finally {
    closeSync(fd)
  }
}

/** In the home of somebody else a link, as to another disk, is followed only to a directory that is theirs, too. */
function openOwned(path: string, like: string): number {
  const owner = otherOwnerOf(like)
  if (owner === undefined) return openSync(path, DIRECTORY)
  const own = openUnlessLink(path)
  if (own !== undefined) return own
  const fd = openSync(path, DIRECTORY)
  if (fstatSync(fd).uid === owner.uid) return fd
  closeSync(fd)
  const why = `${path} is a link to a directory of another user than ${like}: root does not follow it`
  throw Object.assign(new Error(why), { code: 'EPERM' })
}

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY

function openUnlessLink(path: string): number | undefined {
  try {
    return openSync(path, DIRECTORY | constants.O_NOFOLLOW)
  } catch (error) {
    if (['ENOTDIR', 'ELOOP'].includes(errorCode(error))) return undefined
    throw error
  }
}

/** Gives away a directory that was made just now. */
export function giveDirectory(path: string, like = dirname(path)): void {
  if (otherOwnerOf(like) === undefined) return
  const fd = openSync(path, DIRECTORY | constants.O_NOFOLLOW)
  try {
    if (isFresh(fd)) giveToOwner(fd, like)
  } finally {
    closeSync(fd)
  }
}

/** Another directory of root's may have been put in its place meanwhile: what that has in it is not opened to anybody. */
function isFresh(fd: number): boolean {
  try {
    return readdirSync(`/proc/self/fd/${fd}`).length === 0
  } catch {
    return false
  }
}

/** Writes a new file of RECONCILE_HOME, for its owner alone, and to the disk, or none; EEXIST where there is one. */
export async function writeOwned(path: string, bytes: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    giveToOwner(handle.fd, dirname(path))
    await handle.writeFile(bytes)
    await handle.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw naming(path, error)
  } finally {
    await handle.close()
  }
}

/** The same, for who writes without waiting. */
export function writeOwnedSync(path: string, bytes: Uint8Array | string): void {
  const fd = openSync(path, 'wx', 0o600)
  try {
    giveToOwner(fd, dirname(path))
    writeFileSync(fd, bytes)
    fsyncSync(fd)
  } catch (error) {
    rmSync(path, { force: true })
    throw naming(path, error)
  } finally {
    closeSync(fd)
  }
}

/** The error of a write with the file's path, which Node leaves out: `ENOSPC: no space left on device, write`. */
function naming(path: string, cause: unknown): unknown {
  const code = errorCode(cause)
  if (code === '' || (cause instanceof Error && 'path' in cause)) return cause
  return Object.assign(new Error(`writing ${path}: ${errorText(cause)}`, { cause }), { code, path })
}
