import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../api/v1/language/caught-error.ts'
import { syncDirectorySync } from './sync-directory.ts'

/**
 * Makes a directory and those above it that are missing, to survive a power cut. Not with `recursive`, with which Node 20 tries again
 * for ever where a file system answers ENOENT for a directory whose parent is there, as /proc does.
 */
export function makeDirectory(path: string, mode = 0o777): void {
  const missing: string[] = []
  for (let at = path; !existsSync(at); at = dirname(at)) missing.push(at)
  for (const each of missing.reverse()) makeOne(each, mode)
}

/** Another process may make the same one meanwhile. */
function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode })
    syncDirectorySync(dirname(path))
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
