import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { awaitTurn, endTurn, hasStep, noteStep, takeBack, takeTurn } from './checkout-turn.ts'
import { isIndexLocked, lockedRemedy } from './index-lock.ts'
import { type MergedPush, mergePush } from './merge-push.ts'
import { roomFor, withRoom } from './no-room.ts'
import { hookRepository, type Repository, withIndex } from './repository.ts'
import { treeOf } from './tree.ts'
import type { Step } from './undo-checkout.ts'
import { overtaken } from './updates.ts'
import { plainText } from '../output/plain-text.ts'

/** Writes an accepted push into the work tree in one git step, merged with uncommitted edits. */
export async function pushToCheckout(context: Context, next: string): Promise<number> {
  await awaitTurn(context, await hookRepository(context))
  const repository = await hookRepository(context)
  refuseUnchecked(repository, next)
  refuseLocked(repository)
  if (!(await withRoom(repository, () => takeTurn(repository, next)))) throw overtaken()
  let isThere = false
  try {
    isThere = await withRoom(repository, () => bringIn(context, repository, next))
  } finally {
    // Otherwise the next push undoes the step.
    if (!isThere && !hasStep(repository)) endTurn(repository)
  }
  return isThere ? exits.converged : exits.usage
}

async function bringIn({ terminal }: Context, repository: Repository, next: string): Promise<boolean> {
  const merge = await mergePush(repository, next)
  const [conflict] = merge.conflicts
  if (!conflict) {
    await checkOut(repository, next, merge)
    return true
  }
  terminal.complain(
    plainText(`${conflict.path}: ${conflict.message}`),
    'error: the work tree was edited just now',
    plainText(`next: push again; if it is refused: ${conflict.remedy}`),
  )
  return false
}

/** Throws unless pre-receive checked this push against the present commit. */
function refuseUnchecked({ gitDirectory, workTree, head = '' }: Repository, next: string): void {
  const note = join(gitDirectory, 'reconcile', `base-${next}`)
  const base = tried(() => readFileSync(note, 'utf8'))
  rmSync(note, { force: true })
  if (base === head || (base === undefined && head === next)) return
  if (base !== undefined) throw overtaken()
  throw usageError(
    `${gitDirectory}/hooks/pre-receive did not look at this push`,
    `run \`reconcile init --git ${workTree}\` there, which writes the hooks anew, and push again`,
  )
}

/** Throws if git could not move the branch afterwards because it is locked. */
function refuseLocked({ gitDirectory, branch }: Repository): void {
  for (const name of ['HEAD', ...(branch === undefined ? [] : [branch])]) {
    const lock = join(gitDirectory, `${name}.lock`)
    if (existsSync(lock))
      throw usageError(
        `${lock} is there: git is at that branch, or was ended in the middle`,
        `push again; where no git runs there any more, remove that file`,
      )
  }
}

function tried<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}

/**
 * Works like `git read-tree -u -m HEAD NEXT`, which keeps files that NEXT does not touch. For files that both sides changed, the `from`
 * tree has the content of the work tree and the `to` tree the merged one: git then writes them in the same step, and refuses if someone
 * edits one meanwhile.
 */
async function checkOut(repository: Repository, next: string, { merged, adopted }: MergedPush): Promise<void> {
  const { output, text, head } = repository
  const empty = await text(['hash-object', '-t', 'tree', '--stdin'], { input: Buffer.alloc(0) })
  const own = [...merged.map(({ path }) => path), ...adopted]
  await output(['update-index', '-q', '--ignore-submodules', '--refresh'], {}).catch(() => undefined)
  if (own.length > 0) await output(['update-index', '-z', '--add', '--stdin'], { input: Buffer.from(own.join('\0')) })
  const ours = await entriesOf(repository, own)
  const theirs: string[] = []
  for (const file of merged) theirs.push(...(await writeBlob(repository, file))) // one git process each, so not concurrently
  const from = await treeWith(repository, head ?? empty, ours)
  const to = await treeWith(repository, next, theirs)
  noteStep(repository, next, { from, to })
  try {
    await output(['read-tree', '-u', '-m', from, to])
    if (merged.length > 0)
      await output(['update-index', '-z', '--index-info'], { input: await pushedEntries(repository, next, merged) })
  } catch (error) {
    await giveUp(repository, { from, to }, error)
  }
}

/** Undoes a checkout that failed halfway, as git leaves what it has written. If another git has the index, nothing was begun. */
async function giveUp(repository: Repository, step: Step, error: unknown): Promise<never> {
  const { workTree } = repository
  const isBegun = !isIndexLocked(error)
  if (isBegun) await takeBack(repository, step)
  endTurn(repository)
  throw new InstallationError(exits.failed, `the push can't be written into ${workTree}: ${errorText(error)}`, {
    remedy: isBegun ? roomFor(workTree, error) : lockedRemedy(repository),
    cause: error,
  })
}

/**
 * The index entries of these files, as input for `update-index --index-info`. Lists all and filters, as the paths may exceed a command
 * line.
 */
async function entriesOf({ output }: Repository, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return []
  const asked = new Set(paths)
  const listed = (await output(['ls-files', '-z', '--stage'])).toString('utf8')
  return listed.split('\0').filter((line) => asked.has(line.slice(line.indexOf('\t') + 1)))
}

async function writeBlob({ text }: Repository, { path, pushed }: MergedPush['merged'][number]): Promise<string[]> {
  if (!pushed) return []
  const object = await text(['hash-object', '-w', '--stdin', `--path=${path}`], { input: pushed.bytes })
  return [`${pushed.mode} ${object} 0\t${path}`]
}

/** The index entries of merged files as pushed, so that the edits stay uncommitted. */
async function pushedEntries(repository: Repository, next: string, merged: MergedPush['merged']): Promise<Buffer> {
  const tree = await treeOf(repository, next)
  const lines = merged.flatMap(({ path }) => {
    const entry = tree.get(path)
    return entry ? [`${entry.mode} ${entry.object} 0\t${path}\0`] : []
  })
  return Buffer.from(lines.join(''))
}

async function treeWith(repository: Repository, tree: string, entries: readonly string[]): Promise<string> {
  if (entries.length === 0) return tree
  const index = join(repository.gitDirectory, 'reconcile', `index-${randomBytes(6).toString('hex')}`)
  const env = withIndex(repository.env, index)
  try {
    await repository.output(['read-tree', tree], { env })
    const input = Buffer.from(`${entries.join('\0')}\0`)
    await repository.output(['update-index', '-z', '--index-info'], { env, input })
    return await repository.text(['write-tree'], { env })
  } finally {
    rmSync(index, { force: true })
    rmSync(`${index}.lock`, { force: true })
  }
}
