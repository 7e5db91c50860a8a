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

/** The bytes of the files and links among these entries that are at most so long, bytes, by path. Without git's filters. */
export async function shortBlobs(
  repository: Pick<Repository, 'output'>,
  entries: readonly (readonly [path: string, entry: TreeEntry])[],
  most: number,
): Promise<ReadonlyMap<string, Buffer>> {
  const blobs = entries.filter(([, entry]) => isBlob(entry) || isLink(entry))
  const objects = blobs.map(([, { object }]) => object)
  const bytes = await shortObjects(repository, objects, most)
  return new Map(
    blobs.flatMap(([path, { object }]) => {
      const its = bytes.get(object)
      return its ? [[path, its] as const] : []
    }),
  )
}

async function shortObjects(
  { output }: Pick<Repository, 'output'>,
  blobs: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, Buffer>> {
  if (blobs.length === 0) return new Map()
  const sized = await output(['cat-file', '--batch-check=%(objectname) %(objectsize)'], { input: lines(blobs) })
  const short = sized
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [object = '', size = ''] = line.split(' ')
      return object !== '' && Number(size) <= most ? [object] : []
    })
  return short.length === 0 ? new Map() : batchOf(await output(['cat-file', '--batch'], { input: lines(short) }))
}

function lines(objects: readonly string[]): Buffer {
  return Buffer.from(objects.map((object) => `${object}\n`).join(''))
}

/** Parses the output of `cat-file --batch`: a line `OBJECT TYPE SIZE`, the bytes, a line end. */
function batchOf(read: Buffer): ReadonlyMap<string, Buffer> {
  const objects = new Map<string, Buffer>()
  for (let at = 0; at < read.length; ) {
    const end = read.indexOf('\n', at)
    if (end === -1) break
    const [object = '', , size = '0'] = read.subarray(at, end).toString('utf8').split(' ')
    const from = end + 1
    objects.set(object, read.subarray(from, from + Number(size)))
    at = from + Number(size) + 1
  }
  return objects
}
