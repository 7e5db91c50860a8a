import { Subject } from 'rxjs'
import type { Cancel, Clock } from '../../clock/clock.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import { keyOf, type StackAt } from './stack-lock.ts'

interface Deaths {
  readonly clock: Clock
  /** The lock of a stack, where another home has it. */
  readonly lockAt: (at: StackAt) => VolumeInspect | undefined
  /** Whether its process has ended. */
  readonly isLeft: (lock: VolumeInspect) => boolean
}

/** A killed process says nothing, nor does the engine: who waits for it looks again so often, ms. */
const LOOK_AGAIN_MS = 1_000

/** Looks after those who have a lock that somebody waits for, until they let go of it or have ended. */
export function watchDeaths({ clock, lockAt, isLeft }: Deaths) {
  const died = new Subject<string>()
  const looking = new Map<string, Cancel>()
  const lookAgain = (at: StackAt) => {
    const key = keyOf(at)
    const look = () => {
      looking.delete(key)
      const lock = lockAt(at)
      if (lock && isLeft(lock)) died.next(at.stack)
      else if (lock) lookAgain(at)
    }
    if (!looking.has(key)) looking.set(key, clock.after(LOOK_AGAIN_MS, look, 'periodic'))
  }
  return {
    /** The stacks whose locks were left by processes that ended meanwhile. */
    died,
    lookAgain,
    stop: () => looking.forEach((cancel) => cancel()),
  }
}
