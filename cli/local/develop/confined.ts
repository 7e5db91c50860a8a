import { relativeTo } from '../../../api/v1/language/path-within.ts'
import { basename, dirname, join } from 'node:path'
import type { SourceTree } from './tree.ts'

/** What sources have to be in, and what none of them is. */
export interface Bounds {
  /** The watched directory. */
  readonly root: string
  /** RECONCILE_HOME, which has the bytes of secrets (S9). */
  readonly home: string
  readonly tree: Pick<SourceTree, 'directory'>
}

/**
 * Why a file may not be brought to a container; undefined where it may. Links on the way to it are followed: what a directory in
 * the project leads to elsewhere is no part of it. One that is a link itself is copied as that.
 */
export async function whyOutside(path: string, { root, home, tree }: Bounds): Promise<string | undefined> {
  const [realRoot, realHome, above] = await Promise.all([root, home, dirname(path)].map((each) => tree.directory(each)))
  const real = above === undefined ? path : join(above, basename(path))
  if (realRoot === undefined || relativeTo(realRoot, real) === undefined) return `it is outside of ${root}`
  return realHome !== undefined && relativeTo(realHome, real) !== undefined ? 'it is in RECONCILE_HOME' : undefined
}
