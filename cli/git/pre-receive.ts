import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isServed } from '../../api/client/listening.ts'
import { remoteInstallation } from '../../api/client/remote.ts'
import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { PlanAnswer } from '../../api/v1/installation/plan-answer.ts'
import type { PlanRequest } from '../../api/v1/installation/requests.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'
import { lockWait } from '../arguments/lock-wait.ts'
import { withDeadline } from '../arguments/duration.ts'
import { withVariables } from '../arguments/variables.ts'
import { pushCaller } from '../caller.ts'
import { type Context, socketOf } from '../context.ts'
import { outcomeOf } from '../follow.ts'
import { isServerGone } from '../server-gone.ts'
import { plainText } from '../output/plain-text.ts'
import { openLocal } from '../local/open/open-local.ts'
import { checkHome } from './check-home.ts'
import { checkHooks } from './check-hooks.ts'
import { checkTree, pointersIn } from './check-tree.ts'
import { clearTurn } from './checkout-turn.ts'
import { type MergedPush, mergePush, type PushConflict } from './merge-push.ts'
import { withRoom } from './no-room.ts'
import { hookRepository, type Repository } from './repository.ts'
import { type Stage, stagePush } from './stage.ts'
import { readStaged } from './staged-files.ts'
import { type TreeEntry, treeOf } from './tree.ts'
import { isDeletion, liveUpdate, readUpdates, refuseOvertaken, shortName, type Update } from './updates.ts'

/** At most this many lines of a plan are shown; the host can show all. */
const MOST_LINES = 300
/** How long a pusher waits at most for the check of a push, ms. */
const LONGEST_PLAN_MS = 60_000

/** Before a push is accepted: merges it with the work tree, shows its plan, and refuses it if it is invalid. */
export async function preReceive(context: Context): Promise<number> {
  const repository = await hookRepository(context)
  const updates = await readUpdates(context)
  const live = liveUpdate(updates, repository)
  const { terminal } = context
  for (const update of updates)
    if (update !== live && !isDeletion(update))
      terminal.print(`${shortName(update.ref)} is kept, and changes no host: ${checkedOutIn(repository, update.ref)}`)
  if (!live) return exits.converged
  if (isDeletion(live))
    return refuse(context, repository, [
      {
        path: shortName(live.ref),
        message: 'is what the hosts are made equal to: it is not deleted by a push',
        remedy: `push a commit without the files; to let all of it go: reconcile serve --unwatch ${repository.workTree} --delete`,
      },
    ])
  return await receive(context, repository, live)
}

function checkedOutIn({ branch, workTree }: Repository, pushed: string): string {
  return branch === undefined
    ? `no branch is checked out in ${workTree}, as after \`git checkout COMMIT\`; there: git -C ${workTree} checkout main`
    : `${shortName(branch)} is what is checked out in ${workTree}; to make it live: git push origin ${shortName(pushed)}:${shortName(branch)}`
}

async function receive(context: Context, repository: Repository, live: Update): Promise<number> {
  const { next } = live
  const unable = [...checkHooks(repository), ...(await checkHome(context, repository))]
  if (unable.length > 0) return refuse(context, repository, unable)
  refuseOvertaken(live, repository)
  await clearTurn(context, repository)
  const tree = await treeOf(repository, next)
  const wrong = await checkTree(repository, tree)
  if (wrong.length > 0) return refuse(context, repository, wrong)
  const merge = await mergePush(repository, next)
  if (merge.conflicts.length > 0) return refuse(context, repository, merge.conflicts)
  const stage = await withRoom(repository, () => stagePush(repository, context, { ...merge, next }))
  try {
    tellKept(context, merge)
    await warnOfPointers(context, repository, tree)
    const exit = await judge(context, stage)
    if (exit === exits.converged) await withRoom(repository, () => noteBase(repository, next))
    return exit
  } finally {
    await stage.remove()
  }
}

/** Warns of Git LFS pointers among files of secrets and builds, where only the author knows whether that is intended. */
async function warnOfPointers(
  { terminal }: Context,
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<void> {
  for (const path of await pointersIn(repository, tree))
    terminal.complain(
      plainText(`warning: ${path} is a Git LFS pointer: what is made of it has the pointer's few lines, not the file`),
    )
}

function tellKept({ terminal }: Context, { merged }: MergedPush): void {
  for (const { path, kept, dropped } of merged) {
    if (kept.length > 0) terminal.print(plainText(`${path}: keeps what the work tree has: ${kept.join(', ')}`))
    for (const { line, message } of dropped) terminal.print(plainText(`${path}:${line}: ${message}`))
  }
}

function refuse({ terminal }: Context, { workTree }: Repository, conflicts: readonly PushConflict[]): number {
  for (const { path, line, message, remedy } of conflicts)
    terminal.complain(
      plainText(`${path}${line === undefined ? '' : `:${line}`}: ${message}`),
      plainText(`  next: ${remedy}`),
    )
  terminal.complain(`error: the push is refused; ${workTree} is as it was`)
  return exits.usage
}

async function judge(context: Context, stage: Stage): Promise<number> {
  const { terminal } = context
  const { sources, errors } = await readStaged(stage)
  const { directory, at } = stage
  const request = { sources, directories: [directory], cwd: directory, staged: { directory, at } }
  const planned = await withDeadline(LONGEST_PLAN_MS, context.signal, (signal) =>
    askPlan(context, { ...request, signal }),
  )
  const found = [...errors.map(formatManifestError), ...(typeof planned === 'string' ? [] : planned.errors)]
  if (found.length > 0) {
    terminal.complain(...found.map((line) => local(line, stage)))
    terminal.complain(
      `error: ${found.length} ${found.length === 1 ? 'error' : 'errors'}: the push is refused; ${stage.directory} is as it was`,
      'next: correct them where they stand, commit, and push again',
    )
    return exits.usage
  }
  const unplanned = typeof planned === 'string' ? planned : planned.unobserved
  if (unplanned === undefined) terminal.print('what is pushed is valid; it does this:')
  else terminal.complain(`warning: the manifests are valid, and can't be planned now: ${unplanned}`)
  if (typeof planned !== 'string') terminal.print(...shownPlan(planned.text, stage))
  return exits.converged
}

type Planned = Exclude<PlanAnswer, { readonly needs: readonly string[] }>

/**
 * Asks for the plan. Manifests are checked before hosts are contacted, so an unreachable host does not refuse the push; its error is
 * returned.
 */
async function askPlan(context: Context, request: PlanRequest): Promise<Planned | string> {
  try {
    return await planByServe(context, request)
  } catch (error) {
    const { exit, message } = outcomeOf(error, context.signal)
    if (exit === exits.unreachable) return message
    if (request.signal.aborted && !context.signal.aborted)
      throw new InstallationError(exits.deadline, `the push was not checked within ${LONGEST_PLAN_MS / 1000} s`, {
        remedy: 'push again, or in parts; look on the host whether `reconcile serve` still answers: reconcile get all',
        cause: error,
      })
    throw error
  }
}

/**
 * Plans through the running `serve`, which knows what it delivered. Where none runs or it ends meanwhile, and for requests that are too
 * large to send, plans from the state in this process.
 */
async function planByServe(context: Context, request: PlanRequest): Promise<Planned | string> {
  const socket = socketOf(context.home)
  try {
    if (await isServed(socket)) return await planAt(remoteInstallation(socket, pushCaller(context)), context, request)
  } catch (error) {
    const isTooLarge = isInstallationError(error) && error.reason === 'RequestEntityTooLarge'
    if (!isTooLarge && !isServerGone(error)) throw error
  }
  return await planAt(await openLocal(context, 'read', lockWait({})), context, request)
}

async function planAt(installation: Installation, { env }: Context, request: PlanRequest): Promise<Planned | string> {
  try {
    const first = await installation.plan(withVariables(request, [], env))
    const answer = 'needs' in first ? await installation.plan(withVariables(request, first.needs, env)) : first
    return 'needs' in answer ? `it still asks for ${answer.needs.join(', ')}` : answer
  } finally {
    await installation.close()
  }
}

function shownPlan(text: readonly string[], stage: Stage): readonly string[] {
  const more = text.length - MOST_LINES
  const shown = text.slice(0, MOST_LINES).map((line) => local(line, stage))
  return more > 0
    ? [...shown, `and ${more} more lines; all of it once it is there: reconcile plan -f ${stage.directory}`]
    : shown
}

/** Shows files by their path in the repository, as the pusher knows no other. */
function local(line: string, { at, directory }: Stage): string {
  return line.replaceAll(`${at}/`, '').replaceAll(`${directory}/`, '')
}

/** Records the commit that was merged with, as another push may reach the work tree before this one. */
function noteBase({ gitDirectory, head = '' }: Repository, next: string): void {
  const directory = join(gitDirectory, 'reconcile')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(join(directory, `base-${next}`), head)
}
