import { lstat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The outermost directory above a path that is a link in the work tree; undefined where none is. What is behind a link is no part of the
 * work tree: git does not look there, and it may be anywhere.
 */
export async function linkAbove(workTree: string, path: string): Promise<string | undefined> {
  const names = path.split('/')
  for (let depth = 1; depth < names.length; depth += 1) {
    const above = names.slice(0, depth).join('/')
    const found = await lstat(join(workTree, above)).catch(() => undefined)
    if (found?.isSymbolicLink()) return above
  }
  return undefined
}
