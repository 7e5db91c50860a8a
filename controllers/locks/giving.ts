import { holdReasons } from '../../api/v1/reasons.ts'
import type { Cancel, Clock } from '../../clock/clock.ts'
import { engineWords } from '../../engine/errors.ts'
import type { Recorder } from '../runtime/recorder.ts'
import { keyOf, type StackAt } from './stack-lock.ts'

interface GivingOptions {
  readonly clock: Clock
  readonly recorder: Recorder
  readonly giveBack: (at: StackAt) => Promise<void>
}

/** Gives locks back that others wait for. */
export interface Giving {
  /** Gives a lock back, and tries a failed release again as long as `isMeant` holds; each failure is recorded. Never rejects. */
  give(at: StackAt, isMeant: () => boolean): Promise<void>
  stop(): void
}

/** How long after a failed release it is tried again, ms: the next home waits for the lock. */
const GIVE_BACK_MS = 15_000

export function createGiving({ clock, recorder, giveBack }: GivingOptions): Giving {
  const waiting = new Map<string, Cancel>()
  let isOver = false

  async function give(at: StackAt, isMeant: () => boolean): Promise<void> {
    if (isOver || !isMeant()) return
    await giveBack(at).catch((error: unknown) => later(at, isMeant, error))
  }

  function later(at: StackAt, isMeant: () => boolean, error: unknown): void {
    if (isOver || !isMeant()) return
    const message = `its lock on ${at.node} was not given back, and keeps others from it: ${engineWords(error)}; it is tried again`
    recorder.record({ object: `Stack/${at.stack}`, type: 'Warning', reason: holdReasons.callFailed, message })
    const key = keyOf(at)
    waiting.get(key)?.()
    const again = () => {
      waiting.delete(key)
      void give(at, isMeant)
    }
    waiting.set(key, clock.after(GIVE_BACK_MS, again, 'periodic'))
  }

  return {
    give,
    stop() {
      isOver = true
      for (const cancel of waiting.values()) cancel()
    },
  }
}
