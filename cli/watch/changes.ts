import type { WatchRule } from '../../api/v1/develop.ts'
import { realClock } from '../../clock/real.ts'
import type { FileChange } from '../../controllers/develop/work.ts'
import { noMemory } from '../local/develop/remembered.ts'
import { watchService, type WatchingOptions } from '../local/develop/service-sources.ts'
import type { DevelopedService } from '../local/develop/sources-run.ts'
import { diskTree } from '../local/develop/tree.ts'

/** The quiet time that ends a burst, ms. */
const QUIET_MS = 300

export interface Watching {
  readonly signal: AbortSignal
  /** RECONCILE_HOME, which is never watched. */
  readonly home: string
  readonly say: (service: string, ...said: Parameters<WatchingOptions['say']>) => void
}

/** Changes in the sources of one service. */
export interface ServiceChanges {
  readonly service: string
  /** The rules that the changes match. */
  readonly rules: readonly WatchRule[]
  readonly changes: readonly FileChange[]
}

/**
 * Yields changes in the sources of services, burst by burst, until the signal; first what is to be synced at the start. Works as `serve
 * --develop` does: a path that vanishes is watched again when it is back.
 */
export async function* changesOf(
  services: readonly DevelopedService[],
  { signal, home, say }: Watching,
  on: Pick<WatchingOptions, 'clock' | 'tree'> = { clock: realClock, tree: diskTree },
): AsyncGenerator<ServiceChanges> {
  let wake = () => {}
  const watched = services.map((developed) => {
    const service = developed.service.metadata.name
    const own = { home, say: say.bind(undefined, service), memory: noMemory, onNews: () => wake() }
    return { service, told: 0, sources: watchService(developed, { ...on, ...own, quietMs: QUIET_MS }) }
  })
  const end = () => wake()
  signal.addEventListener('abort', end, { once: true })
  try {
    while (!signal.aborted) {
      const next = watched.find(({ told, sources }) => sources.version > told && sources.seen())
      const seen = next?.sources.seen()
      if (next && seen) {
        const { service, told } = next
        next.told = seen.version
        yield { service, rules: seen.rules, changes: seen.changes.filter(({ at }) => at > told) }
      } else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    signal.removeEventListener('abort', end)
    await Promise.all(watched.map(({ sources }) => sources.close()))
  }
}
