import { lstat } from 'node:fs/promises'
import type { FileChange } from '../../controllers/develop/work.ts'

/** Whether anything lies at a path: a link without what it leads to does. */
export async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  )
}

/** Changes as they lie on the disk now: what was told of a path may come late, or for one that has become another since. */
export async function asOnDisk(changes: readonly FileChange[]): Promise<readonly FileChange[]> {
  return await Promise.all(changes.map(async ({ path }) => ({ path, gone: !(await isThere(path)) })))
}
