import type { Clock } from '../../clock/clock.ts'
import type { FileChange } from '../../controllers/develop/work.ts'
import { waitAfterHint } from '../../store/source/quiet.ts'

export interface BurstOptions {
  readonly clock: Clock
  /** So long nothing more may come. */
  readonly quietMs: number
  readonly onBurst: (changes: readonly FileChange[]) => void
}

/** Changes that belong together: those of a save, a checkout, a package manager. Of one path the last counts. */
export interface Bursts {
  add(change: FileChange): void
  cancel(): void
}

/** Gathers changes until they have ended for a quiet time; under changes without end no longer than ten of them. */
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
