import { closeSync, fsyncSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { errorCode } from '../api/v1/language/caught-error.ts'

/** What says that a directory can't be synced here, not that it failed: PostgreSQL's fsync_fname passes over the same. */
const NOT_HERE: ReadonlySet<string | undefined> = new Set(['EACCES', 'EBADF', 'EINVAL'])

function unlessNotHere(error: unknown): void {
  if (!NOT_HERE.has(errorCode(error))) throw error
}

/** Resolves when the names in a directory would survive a power cut, where its file system can see to that: which files came, and which are gone. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(unlessNotHere)
  try {
    await directory?.sync().catch(unlessNotHere)
  } finally {
    await directory?.close()
  }
}

/** The same, for who writes without waiting. */
export function syncDirectorySync(path: string): void {
  try {
    const directory = openSync(path, 'r')
    try {
      fsyncSync(directory)
    } finally {
      closeSync(directory)
    }
  } catch (error) {
    unlessNotHere(error)
  }
}
