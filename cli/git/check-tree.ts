import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { isManifestName } from '../../store/source/disk/file-names.ts'
import { withoutLeftOut } from './left-out.ts'
import type { PushConflict } from './merge-push.ts'
import type { Repository } from './repository.ts'
import { directoriesOf, isBlob, isSubmodule, type TreeEntry } from './tree.ts'

/**
 * Reports what a pushed commit must not contain, regardless of its manifests, with reasons and remedies. Submodules and pointers may be in
 * what `.reconcileignore` leaves out.
 */
export async function checkTree(
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<readonly PushConflict[]> {
  const read = await withoutLeftOut(repository, tree)
  return [...submodules(read), ...(await nestedTrees(repository, tree)), ...(await pointers(repository, read))]
}

function submodules(tree: ReadonlyMap<string, TreeEntry>): readonly PushConflict[] {
  return [...tree].flatMap(([path, entry]) =>
    isSubmodule(entry)
      ? [
          {
            path,
            message: 'is a submodule: a push brings no files of one, so what it declares would be missing',
            remedy: `put its files into this repository (git rm ${path}, then git subtree add or a copy), or push it to a repository of its own; what has no manifests, .reconcileignore leaves out`,
          },
        ]
      : [],
  )
}

/** Reports directories of the push that are separate git work trees: two repositories would write into them. */
async function nestedTrees(
  { workTree }: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<readonly PushConflict[]> {
  const found: PushConflict[] = []
  for (const path of directoriesOf(tree.keys())) {
    const isTree = await lstat(join(workTree, path, '.git')).then(
      () => true,
      () => false,
    )
    if (!isTree) continue
    const message = `is a git work tree of its own in ${workTree}: two repositories would write into it`
    found.push({ path, message, remedy: `move ${join(workTree, path)} away, or push these files to that repository` })
  }
  return found
}

const POINTER = 'version https://git-lfs.github.com/spec/'
/** The maximum size of a Git LFS pointer, bytes. */
const LONGEST_POINTER = 1024

/** Reports manifests stored in Git LFS, as the push has only pointers to them. */
async function pointers(
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<readonly PushConflict[]> {
  return (await pointersAmong(repository, tree, isManifest)).map((path) => ({
    path,
    line: 1,
    message: 'is a Git LFS pointer: the manifest itself is not in the push',
    remedy: `take it out of LFS: git lfs untrack ${path}, git add --renormalize ${path}, and commit; what is no manifest, .reconcileignore leaves out`,
  }))
}

/** The Git LFS pointers among a push's files that are no manifests. */
export async function pointersIn(
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<readonly string[]> {
  return await pointersAmong(repository, tree, (path) => !isManifest(path))
}

function isManifest(path: string): boolean {
  return isManifestName(path.split('/').at(-1) ?? '')
}

async function pointersAmong(
  { output }: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
  isAsked: (path: string) => boolean,
): Promise<readonly string[]> {
  const files = [...tree].filter(([path, entry]) => isAsked(path) && isBlob(entry))
  const sized = await output(['cat-file', '--batch-check=%(objectname) %(objectsize)'], { input: listOf(files) })
  const small = new Set(
    sized
      .toString('utf8')
      .split('\n')
      .flatMap((line) => {
        const [object = '', size = ''] = line.split(' ')
        return Number(size) > POINTER.length && Number(size) <= LONGEST_POINTER ? [object] : []
      }),
  )
  const asked = files.filter(([, { object }]) => small.has(object))
  const texts = batchOf(
    asked.length === 0 ? Buffer.alloc(0) : await output(['cat-file', '--batch'], { input: listOf(asked) }),
  )
  const isPointer = (object: string) => texts.get(object)?.subarray(0, POINTER.length).equals(Buffer.from(POINTER))
  return asked.flatMap(([path, { object }]) => (isPointer(object) ? [path] : []))
}

function listOf(files: readonly (readonly [string, TreeEntry])[]): Buffer {
  return Buffer.from(files.map(([, { object }]) => `${object}\n`).join(''))
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
