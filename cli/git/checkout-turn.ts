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

/** A push that comes into the work tree. git moves the branch only after that: until then it may still come to nothing. */
interface Turn {
  /** The commit that the branch is to be at. */
  readonly next: string
  /** That which it was at; absent before the first one. */
  readonly base?: string
  /** git's process for this push, which runs its hooks. */
  readonly pid: number
  /** That process as no other is, which may have its pid later; absent where that can't be told. */
  readonly process?: string
  /** What is to be taken back if it comes to nothing; undefined while nothing was written. */
  readonly step?: Step
}

/** How long one has its turn that can't be told from others by its process. */
const LONGEST_MS = 60_000
const LOOK_AGAIN_MS = 20

const fileOf = ({ gitDirectory }: Repository) => join(gitDirectory, 'reconcile', 'turn')

/** Takes the turn, which nobody else has then; false where somebody else just did. */
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

/** Writes down what is about to be written into the work tree. */
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

/** Forgets the turn of the commit that the branch is at, or of one that was undone. */
export function endTurn(repository: Repository): void {
  rmSync(fileOf(repository), { force: true })
}

/** Whether something was written that is not taken back. */
export function hasStep(repository: Repository): boolean {
  return readTurn(repository)?.step !== undefined
}

/**
 * Has the work tree as the branch says: waits for a push that is between its step and its commit, and takes back the step of one
 * that ended there, as the pushers of both would else be told one thing and the hosts be made another.
 */
export async function awaitTurn(context: Context, repository: Repository): Promise<void> {
  const isOpen = async () => (await turnOf(context, repository)) === 'another is at it'
  while (await isOpen()) await setTimeout(LOOK_AGAIN_MS, undefined, { signal: context.signal })
}

/** The same without waiting: for who only looks. */
export async function clearTurn(context: Context, repository: Repository): Promise<void> {
  await turnOf(context, repository)
}

async function turnOf(context: Context, repository: Repository): Promise<'free' | 'another is at it'> {
  const file = fileOf(repository)
  const found = textOf(file)
  const turn = parsed(found)
  if (!turn) return 'free'
  if (!(await hasCounted(repository, turn))) {
    if (!isOver(turn, ageOf(repository, context.now()))) return 'another is at it'
    if (turn.step) await takeBack(repository, turn.step)
  }
  // Another one may have found the same, and have a turn of its own by now.
  removeLeft(repository, file, (path) => textOf(path) === found)
  return 'free'
}

/** Whether the branch came to the commit, be it that somebody has committed on it since. It may have been one of before. */
async function hasCounted({ run }: Repository, { next, base }: Turn): Promise<boolean> {
  const head = (await run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).out.toString('utf8').trim()
  if (head === next || head === base) return head === next
  return (await run(['merge-base', '--is-ancestor', next, 'HEAD'])).code === 0
}

/** Takes the step back; where that fails too, the turn stays, and the next push tries again. */
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
 * One git runs its hooks one after the other: a turn of its own is of a hook that was killed. A checkout of a large tree takes its
 * time: who is seen to run has its turn for as long.
 */
function isOver({ pid, process: mark = '' }: Turn, ageMs: number): boolean {
  if (pid === process.ppid) return true
  const state = processMarks().stateOf(mark)
  return state === 'elsewhere' ? ageMs > LONGEST_MS || !isAlive(pid) : state === 'ended'
}
