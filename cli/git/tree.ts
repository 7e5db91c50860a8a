import { dirname } from 'node:path'
import type { Repository } from './repository.ts'

/** One entry of a commit's tree. */
export interface TreeEntry {
  /** git's mode: 100644 a file, 100755 an executable, 120000 a link, 160000 a submodule. */
  readonly mode: string
  readonly object: string
}

/** The entries of a commit's tree, by path. */
export async function treeOf({ output }: Repository, commit: string): Promise<ReadonlyMap<string, TreeEntry>> {
  const listed = (await output(['ls-tree', '-r', '-z', '--full-tree', commit])).toString('utf8')
  return new Map(
    listed.split('\0').flatMap((line): [string, TreeEntry][] => {
      const [, mode = '', object = '', path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? []
      return path === undefined ? [] : [[path, { mode, object }]]
    }),
  )
}

/** The directories that the paths are in, at any depth. */
export function directoriesOf(paths: Iterable<string>): ReadonlySet<string> {
  const directories = new Set<string>()
  for (const path of paths)
    for (let at = dirname(path); at !== '.' && !directories.has(at); at = dirname(at)) directories.add(at)
  return directories
}

/** Whether it is a regular file. */
export function isBlob({ mode }: TreeEntry): boolean {
  return mode === '100644' || mode === '100755'
}

/** Whether it is a symbolic link. */
export function isLink({ mode }: TreeEntry): boolean {
  return mode === '120000'
}

/** Whether it is a submodule. */
export function isSubmodule({ mode }: TreeEntry): boolean {
  return mode === '160000'
}

/** A file's bytes as a checkout would write them, with git's filters. */
export async function checkedOut({ output }: Repository, { object }: TreeEntry, path: string): Promise<Buffer> {
  return await output(['cat-file', '--filters', `--path=${path}`, object])
}
