import { randomBytes } from 'node:crypto'
import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { errorCode } from '../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../api/v1/installation/installation-error.ts'
import { syncDirectorySync } from '../store/sync-directory.ts'
import { usageError } from './usage.ts'

/**
 * Resolves the path of an output file, following links, whose target need not exist. Throws a usage error for a pipe, socket or device:
 * replacing it would take it away from everyone who uses it.
 */
export function outputFile(cwd: string, path: string, remedy: string): string {
  const named = resolve(cwd, path)
  try {
    const found = statSync(named, { throwIfNoEntry: false })
    if (found && !found.isFile() && !found.isDirectory())
      throw usageError(`${path}: that is no regular file, and is not replaced by one`, remedy)
    return behindLinks(named)
  } catch (error) {
    if (errorCode(error) === 'ELOOP') throw usageError(`${path}: a link that leads back to itself`, remedy)
    throw error
  }
}

/** Follows links. Loops were already excluded by statSync. */
function behindLinks(path: string): string {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path
  return behindLinks(resolve(realpathSync(dirname(path)), readlinkSync(path)))
}

/** Writes a file atomically, readable by its owner only, to survive a power cut: one beside it is synced and renamed into place. */
export async function writeWhole(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array | string>,
): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.unfinished`
  try {
    const file = await open(unfinished, 'wx', 0o600)
    try {
      for await (const chunk of chunks) await file.writeFile(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
    syncDirectorySync(dirname(path))
  } catch (cause) {
    await rm(unfinished, { force: true })
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause
    throw new InstallationError(exits.failed, `writing ${path}: ${cause.message}`, {
      cause,
      remedy: 'name a file in a directory that may be written to and has room',
    })
  }
}
