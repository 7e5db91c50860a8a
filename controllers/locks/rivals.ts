import { filter, map, merge, type Observable } from 'rxjs'
import type { Clock } from '../../clock/clock.ts'
import type { Inventory } from '../../engine/inventory.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import { watchDeaths } from './deaths.ts'
import { createLosses } from './losses.ts'
import type { LockView } from './lock-view.ts'
import { type ActingLocker, type HeldLock, lockHold, type StackAt } from './stack-lock.ts'
import type { Thefts } from './thefts.ts'
import { watchUnlisted } from './unlisted.ts'

/** The other homes that work on the same stacks. */
export interface Rivals {
  /**
   * The locks of a stack that other homes hold. While there is one on any host, nothing of the stack may be changed on any. Without locks
   * that may be stolen or were left by a dead process, and those on hosts that do not answer.
   */
  others(stack: string): readonly HeldLock[]
  /** Why nothing of a stack may be changed: another home holds its lock, or a host that may have one was not listed yet. */
  holdOf(stack: string): NodeHold | undefined
  /** A lock of one of these stacks that another home took from this command, which then does nothing more for that stack. */
  robbed(stacks: readonly string[]): HeldLock | undefined
  /** The stacks whose locks other homes take or release, or that may now be stolen, or whose locks are now known on all hosts. */
  turned(): Observable<string>
  /** Notes that a lock is ours, or that it was given back: if it is gone without that, somebody took it. */
  noteHad(at: StackAt): void
  noteGiven(at: StackAt): void
  /**
   * Whether our locks of a stack are given up for those of other homes. Of two that took one each at the same time, the one with the
   * greater id gives way; and whoever was stolen from does.
   */
  givesWay(stack: string): boolean
  stop(): void
}

interface Watching {
  readonly inventory: Inventory
  readonly clock: Clock
  readonly locker: ActingLocker
}

/** Watches the locks of other homes until stopped. */
export function watchRivals(options: Watching, { view, thefts }: { view: LockView; thefts: Thefts }): Rivals {
  const { inventory, locker } = options
  const losses = createLosses(view)
  const robbed = new Map<string, HeldLock>()
  const unlisted = watchUnlisted(inventory)
  const deaths = watchDeaths({ ...options, lockAt: view.othersAt, isLeft: view.isLeft })

  function others(stack: string): readonly HeldLock[] {
    const thief = robbed.get(stack)
    if (thief) return [thief]
    const held = view.othersOf(stack).filter(({ at, by }) => !thefts.may(at) && !view.isLeft(by))
    if (locker.hasEnded) for (const { at } of held) deaths.lookAgain(at)
    return held
  }

  // A command whose lock was taken does nothing more for that stack, so that it does not undo the taker's work.
  const watching = view.changes().subscribe(({ stack }) => {
    const thief = locker.kind === 'command' ? losses.thiefOf(stack) : undefined
    if (thief && !robbed.has(stack)) robbed.set(stack, thief)
  })

  return {
    ...losses,
    others,
    holdOf(stack) {
      const [other] = others(stack)
      return other ? lockHold(other) : unlisted.holdOf(stack)
    },
    robbed: (stacks) => stacks.flatMap((stack) => robbed.get(stack) ?? [])[0],
    turned: () =>
      merge(
        ...[thefts.begun, deaths.died, unlisted.listed],
        view.changes().pipe(
          filter((at) => !view.isOurs(view.lockAt(at))),
          map(({ stack }) => stack),
        ),
      ),
    givesWay(stack) {
      const held = others(stack)
      return held.length > 0 && (losses.thiefOf(stack) !== undefined || held.some(({ by }) => by.id < locker.id))
    },
    stop() {
      watching.unsubscribe()
      unlisted.stop()
      deaths.stop()
    },
  }
}
