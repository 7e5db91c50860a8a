import type { WatchRule } from '../../api/v1/develop.ts'
import { realClock } from '../../clock/real.ts'
import type { FileChange } from '../../controllers/develop/work.ts'
import { burstsOf } from './bursts.ts'
import { asOnDisk } from './on-disk.ts'
import { watchDisk } from './watch-disk.ts'

/** A burst of writes is one change: so long nothing more may come, ms. */
const QUIET_MS = 300

export interface Watching {
  readonly signal: AbortSignal
  readonly onReady: () => void
  readonly onProblem: (message: string) => void
}

/** What changes below the paths of rules, burst by burst, until the signal; first what is to be synced at the start. */
export async function* changesOf(
  rules: readonly WatchRule[],
  { signal, onReady, onProblem }: Watching,
): AsyncGenerator<readonly FileChange[]> {
  const waiting: FileChange[] = []
  let wake: () => void = () => {}
  const bursts = burstsOf({
    ...{ clock: realClock, quietMs: QUIET_MS },
    onBurst(changes) {
      waiting.push(...changes)
      wake()
    },
  })
  const watcher = watchDisk(rules, { onChange: bursts.add, onReady, onProblem })
  const end = () => wake()
  signal.addEventListener('abort', end, { once: true })
  try {
    while (!signal.aborted) {
      if (waiting.length > 0) yield await asOnDisk(waiting.splice(0))
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    bursts.cancel()
    signal.removeEventListener('abort', end)
    await watcher.close()
  }
}
