import { relativeTo } from '../../../api/v1/language/path-within.ts'
import { basename, dirname, join } from 'node:path'
import type { SourceTree } from './tree.ts'

/** Where sources must be, and must not be. */
export interface Bounds {
  /** The watched directory. */
  readonly root: string
  /** RECONCILE_HOME, which contains secrets (S9). */
  readonly home: string
  readonly tree: Pick<SourceTree, 'directory'>
}

/**
 * Why a file must not be copied to a container; undefined if it may. Links in its directory path are followed, so that a linked directory
 * elsewhere is not part of the project. A file that is itself a link is copied as a link.
 */
export async function whyOutside(path: string, { root, home, tree }: Bounds): Promise<string | undefined> {
  const [realRoot, realHome, above] = await Promise.all([root, home, dirname(path)].map((each) => tree.directory(each)))
  const real = above === undefined ? path : join(above, basename(path))
  if (realRoot === undefined || relativeTo(realRoot, real) === undefined) return `it is outside of ${root}`
  return realHome !== undefined && relativeTo(realHome, real) !== undefined ? 'it is in RECONCILE_HOME' : undefined
}
