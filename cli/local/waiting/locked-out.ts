import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { holderWords, isServing } from '../../../controllers/locks/stack-lock.ts'
import type { StatesView } from './state-events.ts'
import { verdictOf } from './ends/verdict.ts'
import { waitsForLock, type WaitView } from './view/wait-view.ts'

/**
 * Called at each look. Returns a warning that says whose locks are waited for, and an outcome once that took too long; undefined while
 * there is nothing to say.
 */
export type LockWait = (view: WaitView, stacks: readonly string[]) => ProgressEvent | undefined

/**
 * Waits up to `waitMs` for other homes that hold the locks of stacks with work to do. The lock of a `serve` is not waited for, as it is
 * held for as long as the serve runs. All that no lock holds up is done first.
 */
export function createLockWait(loops: Loops, waitMs: number): LockWait {
  let since: number | undefined
  let told: string | undefined
  return (view, stacks) => {
    const locked = stacks.filter((stack) => isHeldUp(view, stack)).flatMap((stack) => lockedAt(loops, stack))
    if (locked.length === 0) {
      since = undefined
      return undefined
    }
    since ??= view.now
    if (locked.every(({ serves }) => serves) || view.now - since >= waitMs) return givenUp(view, locked, stacks)
    const words = wordsOf(locked)
    if (told === words) return undefined
    told = words
    return {
      type: 'warning',
      message: `waiting${Number.isFinite(waitMs) ? ` up to ${waitMs / 1000} s` : ''}: ${words}`,
    }
  }
}

/** The outcome of a command whose lock another home took away while it acted; undefined where none did. */
export function robbedEnd({ ports }: Loops, stacks: readonly string[]): Outcome | undefined {
  const robbed = ports.locks?.robbed(stacks)
  if (!robbed) return undefined
  const { at, by } = robbed
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `the lock of ${at.stack} on ${at.node} was taken away by ${by.by}: ${by.command}, since ${by.since}`,
    remedy: 'see what they did before you apply again',
  }
}

interface Locked {
  readonly stack: string
  readonly words: string
  readonly serves: boolean
}

function lockedAt({ ports }: Loops, stack: string): readonly Locked[] {
  const held = ports.locks?.others(stack) ?? []
  return held.map(({ at, by }) => ({ stack, words: holderWords(by, at), serves: isServing(by) }))
}

function isHeldUp({ tasks, objects }: WaitView, stack: string): boolean {
  return [...tasks, ...objects].some((object) => object.metadata.namespace === stack && waitsForLock(object))
}

/** The view without what waited for a lock when somebody looked last, as before a `--steal`, and does not now. */
export function withoutPastLocks<V extends Pick<StatesView, 'objects' | 'tasks'>>(loops: Loops, view: V): V {
  const isPast = (object: ObjectOf) =>
    waitsForLock(object) && lockedAt(loops, object.metadata.namespace ?? '').length === 0
  return {
    ...view,
    objects: view.objects.filter((object) => !isPast(object)),
    tasks: view.tasks.filter((task) => !isPast(task)),
  }
}

/** The outcome that gives up on the locks; undefined until all else has come to its own end. */
function givenUp(view: WaitView, locked: readonly Locked[], stacks: readonly string[]): ProgressEvent | undefined {
  const waiting = new Set(locked.map(({ stack }) => stack))
  const rest = view.isIdle ? verdictOf(without(view, waiting)) : undefined
  if (!rest) return undefined
  const restWords = rest.exit === exits.converged ? 'the rest is done' : `the rest: ${rest.message}`
  const isAll = stacks.every((stack) => waiting.has(stack)) && rest.exit === exits.converged
  const instead = locked.some(({ serves }) => serves)
    ? 'ask that serve (RECONCILE_SERVER=ssh://HOST), or end it'
    : 'wait longer with --wait'
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `${[...waiting].join(', ')} ${waiting.size === 1 ? 'waits' : 'wait'}: ${wordsOf(locked)}${isAll ? '' : `; ${restWords}`}`,
    remedy: `${instead}; where it is gone for good, take its lock with --steal`,
    ...(rest.others ? { others: rest.others } : {}),
  }
}

function without(view: WaitView, waiting: ReadonlySet<string>): WaitView {
  const stays = ({ metadata: { namespace = '' } }: WaitView['objects'][number]) => !waiting.has(namespace)
  return {
    ...view,
    objects: view.objects.filter(stays),
    tasks: view.tasks.filter(stays),
    leaving: view.leaving.filter((id) => !waiting.has(id.split('/')[1] ?? '')),
  }
}

function wordsOf(locked: readonly Locked[]): string {
  return locked.map(({ words }) => words).join('; ')
}
