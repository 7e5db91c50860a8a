import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { isManifestName } from '../../store/source/disk/file-names.ts'
import { leftOut } from './left-out.ts'
import type { PushConflict } from './merge-push.ts'
import type { Repository } from './repository.ts'
import { directoriesOf, isBlob, isSubmodule, shortBlobs, type TreeEntry } from './tree.ts'

/**
 * Reports what a pushed commit must not contain, regardless of its manifests, with reasons and remedies. Submodules and pointers may be in
 * what `.reconcileignore` leaves out.
 */
export async function checkTree(
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<readonly PushConflict[]> {
  const unread = [...submodules(tree), ...(await pointers(repository, tree))]
  const isLeftOut = unread.length === 0 ? () => false : await leftOut(repository, tree)
  return [...unread.filter(({ path }) => !isLeftOut(path)), ...(await nestedTrees(repository, tree))]
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
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
  isAsked: (path: string) => boolean,
): Promise<readonly string[]> {
  const files = [...tree].filter(([path, entry]) => isAsked(path) && isBlob(entry))
  const texts = await shortBlobs(repository, files, LONGEST_POINTER)
  const isPointer = (text: Buffer) => text.subarray(0, POINTER.length).equals(Buffer.from(POINTER))
  return [...texts].flatMap(([path, text]) => (isPointer(text) ? [path] : []))
}
