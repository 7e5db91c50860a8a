import { Subject } from 'rxjs'
import type { Cancel, Clock } from '../../clock/clock.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import { holderOf, keyOf, type LockHolder, type StackAt } from './stack-lock.ts'

interface Deaths {
  readonly clock: Clock
  /** The lock of a stack, if another home holds it. */
  readonly lockAt: (at: StackAt) => VolumeInspect | undefined
  /** Whether the process that holds it has ended. */
  readonly isLeft: (holder: LockHolder) => boolean
}

/** How often a waiter checks whether the lock's holder was killed, ms: neither that process nor the engine reports it. */
const LOOK_AGAIN_MS = 1_000

/** Watches the holders of locks that somebody waits for, until they release them or are found dead. */
export function watchDeaths({ clock, lockAt, isLeft }: Deaths) {
  const died = new Subject<string>()
  const looking = new Map<string, Cancel>()
  const lookAgain = (at: StackAt) => {
    const key = keyOf(at)
    const look = () => {
      looking.delete(key)
      const lock = lockAt(at)
      if (lock && isLeft(holderOf(lock))) died.next(at.stack)
      else if (lock) lookAgain(at)
    }
    if (!looking.has(key)) looking.set(key, clock.after(LOOK_AGAIN_MS, look, 'periodic'))
  }
  return {
    /** The stacks whose holder has died since a waiter first looked. */
    died,
    lookAgain,
    stop: () => looking.forEach((cancel) => cancel()),
  }
}
