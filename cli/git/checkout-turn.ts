import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import { isAlive } from '../../api/v1/language/is-alive.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Context } from '../context.ts'
import { present } from '../../engine/container/present.ts'
import { processMarks } from '../process-mark.ts'
import { isIndexLocked, lockedRemedy } from './index-lock.ts'
import { removeLeft } from './remove-left.ts'
import type { Repository } from './repository.ts'
import { type Step, undoCheckout } from './undo-checkout.ts'

/** A push that is being written into the work tree. git moves the branch only afterwards, so the push may still fail. */
interface Turn {
  /** The commit that the branch will move to. */
  readonly next: string
  /** The commit that the branch was at; absent before the first one. */
  readonly base?: string
  /** The pid of the git process of this push, which runs its hooks. */
  readonly pid: number
  /** The mark of that process, as its pid may be reused; absent where it can't be determined. */
  readonly process?: string
  /** What to undo if the push fails; undefined while nothing was written. */
  readonly step?: Step
}

/** After this long, a turn expires whose process can't be identified, ms. */
const LONGEST_MS = 60_000
const LOOK_AGAIN_MS = 20

/** The file of the turn, in the directory `reconcile` of the repository. */
export const TURN = 'turn'

const fileOf = ({ gitDirectory }: Repository) => join(gitDirectory, 'reconcile', TURN)

/** Takes the turn exclusively; false if someone else just took it. */
export function takeTurn(repository: Repository, next: string): boolean {
  const file = fileOf(repository)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = writeFresh(file, ownTurn(repository, next))
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Records what is about to be written into the work tree. */
export function noteStep(repository: Repository, next: string, step: Step): void {
  const file = fileOf(repository)
  renameSync(writeFresh(file, { ...ownTurn(repository, next), step }), file)
}

function ownTurn({ head: base }: Repository, next: string): Turn {
  const mark = processMarks().markOf(process.ppid)
  return { next, pid: process.ppid, ...present({ base, process: mark }) }
}

function writeFresh(file: string, turn: Turn): string {
  const fresh = `${file}-${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(fresh, JSON.stringify(turn))
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
  return fresh
}

/** Ends the turn of a push that succeeded or was undone. */
export function endTurn(repository: Repository): void {
  rmSync(fileOf(repository), { force: true })
}

/** Whether something was written that is not undone. */
export function hasStep(repository: Repository): boolean {
  return readTurn(repository)?.step !== undefined
}

/**
 * Waits until no other push is between writing the work tree and moving the branch. Undoes the step of a push that died there: the work
 * tree must match the branch, or pushers would be told something else than what the hosts get.
 */
export async function awaitTurn(context: Context, repository: Repository): Promise<void> {
  const isOpen = async () => (await turnOf(context, repository)) === 'another is at it'
  while (await isOpen()) await setTimeout(LOOK_AGAIN_MS, undefined, { signal: context.signal })
}

/** As `awaitTurn`, without waiting, for a check that only reads. */
export async function clearTurn(context: Context, repository: Repository): Promise<void> {
  await turnOf(context, repository)
}

/** How to look at a repository in whose hooks this process is not. */
interface Onlooker {
  readonly now: () => number
  /** The checked-out commit. */
  readonly head: () => Promise<string | undefined>
  readonly open: () => Promise<Repository>
}

/**
 * As `clearTurn`, for a process that is none of a push. `under way`: the work tree is written, and the branch is not moved yet. The turn of a
 * process elsewhere, as of another container, is left alone: whether it still works can't be told from here.
 */
export async function settleTurn(
  gitDirectory: string,
  { now, head, open }: Onlooker,
): Promise<'under way' | 'taken back' | undefined> {
  const turn = parsed(textOf(join(gitDirectory, 'reconcile', TURN)))
  if (!turn?.step) return undefined
  const state = processMarks().stateOf(turn.process ?? '')
  if (state === 'runs') return (await head()) === turn.next ? undefined : 'under way'
  if (state === 'elsewhere') return undefined
  const repository = await open()
  const counted = await hasCounted(repository, turn)
  await turnOf({ now }, repository)
  return counted ? undefined : 'taken back'
}

async function turnOf(context: Pick<Context, 'now'>, repository: Repository): Promise<'free' | 'another is at it'> {
  const file = fileOf(repository)
  const found = textOf(file)
  const turn = parsed(found)
  if (!turn) return 'free'
  if (!(await hasCounted(repository, turn))) {
    if (!isOver(turn, ageOf(repository, context.now()))) return 'another is at it'
    if (turn.step) await takeBack(repository, turn.step)
  }
  // Someone else may have found the same, and have taken a new turn by now.
  removeLeft(repository, file, (path) => textOf(path) === found)
  return 'free'
}

/**
 * Whether the branch reached the commit, even if there are newer ones by now. A branch that is still at `base` did not, although a push that
 * goes back in history has a `next` that is an ancestor of it.
 */
async function hasCounted({ run }: Repository, { next, base }: Turn): Promise<boolean> {
  const head = (await run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).out.toString('utf8').trim()
  if (head === next || head === base) return head === next
  return (await run(['merge-base', '--is-ancestor', next, 'HEAD'])).code === 0
}

/** Undoes a step. If that fails, the turn stays, and the next push tries again. */
export async function takeBack(repository: Repository, step: Step): Promise<void> {
  try {
    await undoCheckout(repository, step)
  } catch (error) {
    throw new InstallationError(
      exits.failed,
      `${repository.workTree} has a part of a push that did not count: ${errorText(error)}`,
      {
        remedy: isIndexLocked(error)
          ? `${lockedRemedy(repository)}; the next push takes it back`
          : `make room on that disk (df -h ${repository.workTree}) and see to its permissions; the next push takes it back`,
        cause: error,
      },
    )
  }
}

function ageOf(repository: Repository, now: number): number {
  const found = statSync(fileOf(repository), { throwIfNoEntry: false })
  return found ? now - found.mtimeMs : 0
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function readTurn(repository: Repository): Turn | undefined {
  return parsed(textOf(fileOf(repository)))
}

function parsed(text: string | undefined): Turn | undefined {
  try {
    return JSON.parse(text ?? '') as Turn
  } catch {
    return undefined
  }
}

/**
 * Whether a turn's process has ended. One git process runs its hooks sequentially, so a turn of our own parent is of a hook that was
 * killed. A process that runs keeps its turn, as the checkout of a large tree takes long.
 */
function isOver({ pid, process: mark = '' }: Turn, ageMs: number): boolean {
  if (pid === process.ppid) return true
  const state = processMarks().stateOf(mark)
  return state === 'elsewhere' ? ageMs > LONGEST_MS || !isAlive(pid) : state === 'ended'
}
