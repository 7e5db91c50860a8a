import type { Stats } from 'node:fs'
import { lstat } from 'node:fs/promises'

/** Whether a path exists; a dangling link does. */
export async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  )
}

/**
 * A mark that changes when a file or directory is replaced or a file changes. Inode numbers are reused, so the mark includes a directory's
 * birth time or a file's ctime, which can't be set.
 */
export function markOf(stats: Stats): string {
  const isDirectory = stats.isDirectory()
  return `${isDirectory} ${stats.ino} ${isDirectory ? stats.birthtimeMs : stats.ctimeMs}`
}
