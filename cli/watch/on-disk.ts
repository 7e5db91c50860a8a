import type { Stats } from 'node:fs'
import { lstat } from 'node:fs/promises'

/** Whether anything lies at a path: a link without what it leads to does. */
export async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  )
}

/**
 * What tells a file or directory from what lay in its place before. Numbers of files are used again; the time that a directory was made
 * is its own, and that a file changed last is no attribute to be set.
 */
export function markOf(stats: Stats): string {
  const isDirectory = stats.isDirectory()
  return `${isDirectory} ${stats.ino} ${isDirectory ? stats.birthtimeMs : stats.ctimeMs}`
}
