import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StagedTree } from '../../api/v1/installation/requests.ts'
import type { Context } from '../context.ts'
import { TURN } from './checkout-turn.ts'
import type { MergedPush } from './merge-push.ts'
import { type Repository, withIndex } from './repository.ts'
import { directoriesOf } from './tree.ts'

/** The work tree as a push would make it. */
export interface Stage extends StagedTree {
  remove(): Promise<void>
}

/** After this long, files left by a killed hook are removed, ms. */
const STALE_MS = 3_600_000
/** Files up to this size, bytes, are hard-linked. Larger ones, such as databases, get symbolic links. */
const MOST_LINKED_BYTES = 1_000_000

/**
 * Writes a directory of the repository that reads as the work tree will after the push: with what git will write there, and links to all
 * that it will leave, known to git or not, such as .env files, secrets and data. A directory that the push leaves as it is is one link.
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
    const written = Buffer.from(push.written.join('\0'))
    await repository.output(['checkout-index', '-z', '--stdin', `--prefix=${at}/`], { env, input: written })
    for (const { path, pushed } of push.merged) if (pushed) await writeFile(join(at, path), pushed.bytes)
    const links = [...push.links, ...(await otherLinks(repository, push))]
    const open = directoriesOf([...push.written, ...push.removed, ...links])
    linkInto({ workTree, at, open, removed: new Set(push.removed) }, '')
    return { directory: workTree, at, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A commit, and what becomes of the work tree with it. */
export interface Staging extends Pick<MergedPush, 'merged' | 'untouched' | 'written' | 'removed' | 'links'> {
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

/** Symbolic links in the work tree, beside what git knows, that are not in the commit: untracked ones, and those in the place of a file. */
async function otherLinks({ output, workTree }: Repository, { untouched }: Staging): Promise<readonly string[]> {
  const untracked = (await output(['ls-files', '-z', '--others', '--directory'])).toString('utf8').split('\0')
  return [...untracked, ...untouched].filter((path) =>
    lstatSync(join(workTree, path), { throwIfNoEntry: false })?.isSymbolicLink(),
  )
}

interface Linking {
  readonly workTree: string
  readonly at: string
  /**
   * Directories that the stage has itself: those with something that the push changes, and those with a symbolic link, which may lead to
   * such a one, and has to find it in the stage.
   */
  readonly open: ReadonlySet<string>
  readonly removed: ReadonlySet<string>
}

/**
 * Links all that a directory of the work tree has and the push leaves into the stage. Files of the push win. One by one without promises:
 * there may be tens of thousands.
 */
function linkInto(linking: Linking, directory: string): void {
  const { workTree, at, open, removed } = linking
  for (const entry of readdirSync(join(workTree, directory), { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (path === '.git' || removed.has(path)) continue
    const [from, to] = [join(workTree, path), join(at, path)]
    if (entry.isDirectory() && open.has(path)) {
      linkInto(linking, path)
      keepMode(from, to)
    } else link(from, to)
  }
}

/** Links a file, so that it reads as one, for example in a build; a large one, a directory, and what is on another disk by a symbolic link. */
function link(from: string, to: string): void {
  const found = lstatSync(from, { throwIfNoEntry: false })
  if (!found) return
  mkdirSync(dirname(to), { recursive: true })
  const isSmall = !found.isDirectory() && found.size <= MOST_LINKED_BYTES
  if (!isSmall || !isDone(() => linkSync(from, to))) isDone(() => symlinkSync(from, to))
}

/** Whether the link was created: it may exist already, or be on another disk. */
function isDone(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}

/** Gives a directory of the stage the mode that it has in the work tree: builds are hashed with modes, and a pusher may have another umask. */
function keepMode(from: string, to: string): void {
  const [there, here] = [from, to].map((path) => lstatSync(path, { throwIfNoEntry: false }))
  if (there && here) chmodSync(to, (there.mode & 0o7777) | 0o700)
}
