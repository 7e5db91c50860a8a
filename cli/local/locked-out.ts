import { getCondition } from '../../api/v1/conditions.ts'
import { exits } from '../../api/v1/installation-error.ts'
import type { ProgressEvent } from '../../api/v1/progress.ts'
import { conditionTypes, holdReasons } from '../../api/v1/reasons.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import { holderWords, isServing } from '../../controllers/runtime/stack-lock.ts'
import type { WaitView } from './verdict.ts'

/** Says whom the stacks wait for, and gives up when that was long enough; undefined while there is nothing to say. */
export type LockWait = (view: WaitView, stacks: readonly string[]) => ProgressEvent | undefined

/**
 * Waits for another home that works on a stack which there is something to do for. A `serve` has its stacks for as long as it runs,
 * and is not waited for.
 */
export function createLockWait(loops: Loops, waitMs: number): LockWait {
  let since: number | undefined
  let isTold = false
  const find = (stacks: readonly string[]) => {
    for (const { node } of loops.inventory.hosts())
      for (const stack of stacks) {
        const holder = loops.ports.locks?.otherHolder({ node, stack })
        if (holder) return { words: holderWords(holder, { node, stack }), serves: isServing(holder) }
      }
    return undefined
  }
  return (view, stacks) => {
    const found = isHeldUp(view) ? find(stacks) : undefined
    if (!found) {
      since = undefined
      return undefined
    }
    const { words, serves } = found
    since ??= view.now
    if (serves || view.now - since >= waitMs) return givenUp(words, serves)
    if (isTold) return undefined
    isTold = true
    return {
      type: 'warning',
      message: `waiting${Number.isFinite(waitMs) ? ` up to ${waitMs / 1000} s` : ''}: ${words}`,
    }
  }
}

function isHeldUp({ tasks, objects }: WaitView): boolean {
  return (
    tasks.some(({ status }) => status?.reason === holdReasons.waitingForLock) ||
    objects.some(
      ({ status }) => getCondition(status?.conditions, conditionTypes.ready)?.reason === holdReasons.waitingForLock,
    )
  )
}

function givenUp(words: string, serves: boolean): ProgressEvent {
  const instead = serves ? 'ask that serve (RECONCILE_SERVER=ssh://HOST), or end it' : 'wait longer with --wait'
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `nothing was done: ${words}`,
    remedy: `${instead}; where it is gone for good, take its lock with --steal`,
  }
}
