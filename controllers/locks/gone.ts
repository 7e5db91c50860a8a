import { holdReasons } from '../../api/v1/reasons.ts'
import type { Cancel, Clock } from '../../clock/clock.ts'
import { engineWords } from '../../engine/errors.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Recorder } from '../runtime/recorder.ts'
import { keyOf, type StackAt } from './stack-lock.ts'

interface Giving {
  readonly store: Store
  readonly clock: Clock
  readonly recorder: Recorder
  /** The nodes whose engines may have locks of ours. */
  readonly nodes: () => Iterable<string>
  readonly giveBack: (at: StackAt) => Promise<void>
}

/** How long after a failed release it is tried again, ms: the next home waits for the lock. */
const GIVE_BACK_MS = 15_000

/**
 * Releases the locks of stacks that are deleted, as a serve would otherwise keep them. A failed release is recorded as an event and tried
 * again, unless the stack exists again.
 */
export function watchGone({ store, clock, recorder, nodes, giveBack }: Giving): { stop(): void } {
  const waiting = new Map<string, Cancel>()
  let isOver = false
  const give = (at: StackAt) => giveBack(at).catch((error: unknown) => later(at, error))
  const later = (at: StackAt, error: unknown) => {
    if (isOver || isThere(at)) return
    const message = `its lock on ${at.node} was not given back, and keeps others from it: ${engineWords(error)}; it is tried again`
    recorder.record({ object: `Stack/${at.stack}`, type: 'Warning', reason: holdReasons.callFailed, message })
    waiting.get(keyOf(at))?.()
    const again = () => {
      waiting.delete(keyOf(at))
      if (!isThere(at)) void give(at)
    }
    waiting.set(keyOf(at), clock.after(GIVE_BACK_MS, again, 'periodic'))
  }
  const isThere = ({ stack }: StackAt) => store.get('Stack', stack) !== undefined
  const gone = store.watch('Stack').subscribe(({ key, after }) => {
    if (!after) for (const node of nodes()) void give({ node, stack: key })
  })
  return {
    stop() {
      isOver = true
      gone.unsubscribe()
      for (const cancel of waiting.values()) cancel()
    },
  }
}
