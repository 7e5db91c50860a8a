import { randomBytes } from 'node:crypto'
import { lstat, readFile, readlink, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { holdIndex } from './index-lock.ts'
import { linkAbove } from './link-above.ts'
import { type Repository, withIndex } from './repository.ts'
import { checkedOut, isBlob, type TreeEntry, treeOf } from './tree.ts'

/** A step of a work tree from one tree to another. */
export interface Step {
  readonly from: string
  readonly to: string
}

interface Change {
  readonly path: string
  /** The entry before the step; undefined if there was none. */
  readonly before: TreeEntry | undefined
  readonly after: TreeEntry | undefined
}

/**
 * Undoes what a failed step left in the work tree, for example when the disk became full. Touches only files that are as the step would
 * have written them, completely or in part; later edits stay.
 */
export async function undoCheckout(repository: Repository, { from, to }: Step): Promise<void> {
  const release = holdIndex(repository)
  let left: readonly Change[] = []
  try {
    const changes = await changesOf(repository, { from, to })
    // Remove new files first, to make space for the old ones, on the disk and in the place of the directories that they are in.
    const added = await leftOf(repository, changes, (before) => before === undefined)
    for (const { path } of added) await removeFile(repository, path)
    const others = await leftOf(repository, changes, (before) => before !== undefined)
    await putBack(repository, from, others)
    left = [...added, ...others]
  } finally {
    release()
  }
  await putIndexBack(repository, left)
}

async function leftOf(
  repository: Repository,
  changes: readonly Change[],
  isAsked: (before: TreeEntry | undefined) => boolean,
): Promise<readonly Change[]> {
  const left: Change[] = []
  for (const change of changes) if (isAsked(change.before) && (await isLeft(repository, change))) left.push(change)
  return left
}

/** Resets the index entries to the commit, so that edits are not staged. */
async function putIndexBack(repository: Repository, left: readonly Change[]): Promise<void> {
  const committed =
    repository.head === undefined ? new Map<string, TreeEntry>() : await treeOf(repository, repository.head)
  const lines = left.map(({ path, before, after }) => {
    const { mode, object } = committed.get(path) ?? gone(before ?? after)
    return `${mode} ${object}\t${path}\0`
  })
  await repository.output(['update-index', '-z', '--index-info'], { input: Buffer.from(lines.join('')) })
  await repository.run(['update-index', '-q', '--ignore-submodules', '--refresh'])
}

const gone = (entry: TreeEntry | undefined) => ({ mode: '0', object: '0'.repeat(entry?.object.length ?? 40) })

async function changesOf({ output }: Repository, { from, to }: Step): Promise<readonly Change[]> {
  const listed = (await output(['diff-tree', '-r', '-z', '--no-renames', '--no-abbrev', from, to])).toString('utf8')
  const words = listed.split('\0')
  const changes: Change[] = []
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [oldMode = '', newMode = '', oldObject = '', newObject = ''] = (words[at] ?? '').slice(1).split(' ')
    const entry = (mode: string, object: string) => (/^0+$/.test(mode) ? undefined : { mode, object })
    changes.push({ path: words[at + 1] ?? '', before: entry(oldMode, oldObject), after: entry(newMode, newObject) })
  }
  return changes
}

/** Whether the file is as the step left it, completely or in part. The step left nothing behind a link. */
async function isLeft(repository: Repository, { path, before, after }: Change): Promise<boolean> {
  if ((await linkAbove(repository.workTree, path)) !== undefined) return false
  const file = join(repository.workTree, path)
  const found = await lstat(file).catch(() => undefined)
  if (!found) return before !== undefined
  if (!after) return false
  if (found.isSymbolicLink()) {
    const target = await repository.output(['cat-file', 'blob', after.object])
    return after.mode === '120000' && (await readlink(file)) === target.toString('utf8')
  }
  if (!found.isFile() || !isBlob(after)) return false
  const [is, was] = [await readFile(file), await checkedOut(repository, after, path)]
  return was.subarray(0, is.length).equals(is)
}

async function removeFile({ workTree }: Repository, path: string): Promise<void> {
  await rm(join(workTree, path), { force: true })
  for (let at = dirname(path); at !== '.'; at = dirname(at))
    if (!(await rmdir(join(workTree, at)).then(isDone, isNotDone))) return
}

const isDone = () => true
const isNotDone = () => false

async function putBack(repository: Repository, from: string, left: readonly Change[]): Promise<void> {
  const paths = left.flatMap(({ path, before }) => (before === undefined ? [] : [path]))
  if (paths.length === 0) return
  const index = join(repository.gitDirectory, 'reconcile', `index-${randomBytes(6).toString('hex')}`)
  const env = withIndex(repository.env, index)
  try {
    await repository.output(['read-tree', from], { env })
    await repository.output(['checkout-index', '-f', '-z', '--stdin'], { env, input: Buffer.from(paths.join('\0')) })
  } finally {
    await Promise.all([rm(index, { force: true }), rm(`${index}.lock`, { force: true })])
  }
}
