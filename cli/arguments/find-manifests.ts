import { by } from '../../api/v1/language/by.ts'
import { isWithin } from '../../api/v1/language/path-within.ts'
import type { UnreadableSource } from '../../api/v1/installation/requests.ts'
import { diskTree } from '../../store/source/disk/disk-tree.ts'
import { walkTree } from '../../store/source/disk/tree-walk.ts'
import { usageError } from '../usage.ts'
import { unreadable } from './unreadable.ts'

const MOST_FILES = 5_000

/** A file that may hold manifests, or one that can't be read. */
export type Found = { readonly file: string } | UnreadableSource

/**
 * Finds the manifest files in a directory, recursively, as serve does, sorted by path; skips `except`. Follows links to files elsewhere, as
 * kubectl does.
 */
export async function findManifests(directory: string, except: readonly string[]): Promise<readonly Found[]> {
  const { found, unusable, passed, incomplete } = await walkTree(diskTree, directory, { outside: true })
  const all: Found[] = [
    ...[...found.keys()].map((file) => ({ file })),
    ...[...unusable].map(([file, reason]) => unreadable(file, reason)),
    ...[...passed].map(([file, { leads, reason }]) => ({
      file,
      unreadable: { line: 1, column: 1, message: reason, leads },
    })),
    ...(incomplete === undefined ? [] : [unreadable(directory, `not read completely: ${incomplete}`)]),
  ]
  const wanted = all.filter(({ file }) => !except.some((each) => isWithin(file, each)))
  if (wanted.length > MOST_FILES)
    throw usageError(`${directory} has more than ${MOST_FILES} manifests`, 'name a smaller directory')
  return wanted.sort(by(({ file }) => file))
}
