import type { Clock } from '../../clock/clock.ts'
import type { FileChange } from '../../controllers/develop/work.ts'
import { waitAfterHint } from '../../store/source/quiet.ts'

export interface BurstOptions {
  readonly clock: Clock
  /** How long no change must arrive, ms. */
  readonly quietMs: number
  readonly onBurst: (changes: readonly FileChange[]) => void
}

/** Groups changes that belong together, such as those of a save, a checkout or a package manager. The last change of a path wins. */
export interface Bursts {
  add(change: FileChange): void
  cancel(): void
}

/** Collects changes until none arrives for the quiet time; under constant changes for at most ten times that. */
export function burstsOf({ clock, quietMs, onBurst }: BurstOptions): Bursts {
  const waiting = new Map<string, FileChange>()
  let firstAt: number | undefined
  let cancel = () => {}
  return {
    add(change) {
      waiting.delete(change.path)
      waiting.set(change.path, change)
      firstAt ??= clock.now()
      cancel()
      cancel = clock.after(waitAfterHint({ firstHintAt: firstAt, now: clock.now() }, quietMs), () => {
        const burst = [...waiting.values()]
        waiting.clear()
        firstAt = undefined
        onBurst(burst)
      })
    },
    cancel: () => cancel(),
  }
}
