import { randomBytes } from 'node:crypto'
import { chmodSync, type Dirent, existsSync, lstatSync } from 'node:fs'
import { link, lstat, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StagedTree } from '../../api/v1/installation/requests.ts'
import type { Context } from '../context.ts'
import { TURN } from './checkout-turn.ts'
import type { MergedPush } from './merge-push.ts'
import { type Repository, withIndex } from './repository.ts'

/** A copy of the work tree as a push would make it. */
export interface Stage extends StagedTree {
  remove(): Promise<void>
}

/** After this long, files left by a killed hook are removed, ms. */
const STALE_MS = 3_600_000
/**
 * Untracked files up to this size are hard-linked, so that they appear as files, for example in build contexts. Larger ones, such as
 * databases, get symbolic links.
 */
const MOST_LINKED_BYTES = 1_000_000

/**
 * Writes the tree of a push into a directory of the repository, with the edits of the work tree. Untracked files, such as .env files,
 * secrets and data, are linked, not copied.
 */
export async function stagePush(repository: Repository, context: Pick<Context, 'now'>, push: Staging): Promise<Stage> {
  const { gitDirectory, workTree } = repository
  const base = join(gitDirectory, 'reconcile')
  await mkdir(base, { recursive: true, mode: 0o700 })
  await removeStale(base, context.now())
  const at = join(base, `stage-${randomBytes(6).toString('hex')}`)
  const index = `${at}.index`
  const remove = async () => {
    await Promise.all([rm(at, { recursive: true, force: true }), rm(index, { force: true })])
  }
  try {
    await mkdir(at, { mode: 0o700 })
    const env = withIndex(repository.env, index)
    await repository.output(['read-tree', push.next], { env })
    await repository.output(['checkout-index', '--all', `--prefix=${at}/`], { env })
    for (const path of push.left) keepMode(join(workTree, path), join(at, path))
    for (const { path, pushed } of push.merged) if (pushed) await writeFile(join(at, path), pushed.bytes)
    for (const path of push.untouched) await takeOver(join(workTree, path), join(at, path))
    await linkUntracked(repository, at)
    return { directory: workTree, at, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A commit, and the edits of the work tree to combine it with. */
export interface Staging extends Pick<MergedPush, 'merged' | 'untouched' | 'left'> {
  readonly next: string
}

async function removeStale(base: string, now: number): Promise<void> {
  for (const name of await readdir(base)) {
    if (name === TURN) continue // it ends with its process, however long that works
    const path = join(base, name)
    const found = await stat(path).catch(() => undefined)
    if (found && now - found.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true })
  }
}

/**
 * Gives what git leaves in the work tree the mode that it has there: builds are hashed with modes, and another pusher may have another umask.
 * One by one without promises: there may be tens of thousands.
 */
function keepMode(from: string, to: string): void {
  const [there, here] = [from, to].map((path) => lstatSync(path, { throwIfNoEntry: false }))
  if (!there || !here || there.mode === here.mode) return
  if (there.isFile() && here.isFile()) chmodSync(to, there.mode & 0o7777)
  if (there.isDirectory() && here.isDirectory()) chmodSync(to, (there.mode & 0o7777) | 0o700)
}

/** Gives the stage a file that the push does not change, as it is in the work tree: linked, or absent. */
async function takeOver(from: string, to: string): Promise<void> {
  const found = await lstat(from).catch(() => undefined)
  if (found && !found.isFile()) return
  await rm(to, { force: true })
  if (found) await linkInto(from, to)
}

async function linkUntracked({ output, workTree }: Repository, at: string): Promise<void> {
  const listed = (await output(['ls-files', '-z', '--others', '--directory'])).toString('utf8')
  for (const path of listed.split('\0').filter(Boolean)) {
    const name = path.replace(/\/$/, '')
    await linkInto(join(workTree, name), join(at, name))
  }
}

/**
 * Links a path into the stage. Files of the push win, and directories are merged. A link in the push in the place of a directory was
 * refused before.
 */
async function linkInto(from: string, to: string): Promise<void> {
  const found = await lstat(from).catch(() => undefined)
  if (!found) return
  await mkdir(dirname(to), { recursive: true })
  if (found.isDirectory() && existsSync(to)) {
    for (const { name } of await entriesOf(from)) await linkInto(join(from, name), join(to, name))
    return
  }
  const isSmall = found.isFile() && found.size <= MOST_LINKED_BYTES
  if (!isSmall || !(await isDone(link(from, to)))) await isDone(symlink(from, to))
}

async function entriesOf(directory: string): Promise<readonly Dirent[]> {
  return await readdir(directory, { withFileTypes: true }).catch(() => [])
}

/** Whether the link was created: it may exist already, or be on another disk. */
async function isDone(act: Promise<void>): Promise<boolean> {
  return await act.then(
    () => true,
    () => false,
  )
}
