import { statfs } from 'node:fs/promises'
import { by } from '../../api/v1/language/by.ts'
import { isWithin } from '../../api/v1/language/path-within.ts'
import type { UnreadableSource } from '../../api/v1/installation/requests.ts'
import { diskTree } from '../../store/source/disk/disk-tree.ts'
import { MOST_FILES, walkTree } from '../../store/source/disk/tree-walk.ts'
import { usageError } from '../usage.ts'
import { unreadable } from './unreadable.ts'

/** The types of procfs, sysfs, cgroup, cgroup2, debugfs and tracefs (statfs(2)): long to walk, and never the same twice. */
const KERNELS_OWN: ReadonlySet<number> = new Set([0x9fa0, 0x62656572, 0x27e0eb, 0x63677270, 0x64626720, 0x74726163])

/** A file that may hold manifests, or one that can't be read. */
export type Found = { readonly file: string } | UnreadableSource

/**
 * Finds the manifest files in a directory, recursively, as serve does, sorted by path; skips `except`. Follows links to files elsewhere, as
 * kubectl does. Refuses a directory with too many, and one of the kernel.
 */
export async function findManifests(directory: string, except: readonly string[]): Promise<readonly Found[]> {
  if (KERNELS_OWN.has((await statfs(directory)).type))
    throw usageError(`${directory} is of a file system of the kernel, and has no manifests`, 'name another directory')
  const { found, unusable, passed, incomplete } = await walkTree(diskTree, directory, { outside: true })
  if (found.size + unusable.size + passed.size > MOST_FILES)
    throw usageError(`${directory} has more than ${MOST_FILES} manifests`, 'name a smaller directory')
  const all: Found[] = [
    ...[...found.keys()].map((file) => ({ file })),
    ...[...unusable].map(([file, reason]) => unreadable(file, reason)),
    ...[...passed].map(([file, { leads, reason }]) => ({
      file,
      unreadable: { line: 1, column: 1, message: reason, leads },
    })),
    ...(incomplete === undefined ? [] : [unreadable(directory, `not read completely: ${incomplete}`)]),
  ]
  return all.filter(({ file }) => !except.some((each) => isWithin(file, each))).sort(by(({ file }) => file))
}
