import { watch as watchPaths } from 'chokidar'
import { concerns, type FileChange, isNobodys } from './plan.ts'
import type { WatchRule } from './rules.ts'

/** A burst of writes is one change: so long nothing more may come, ms. */
const QUIET_MS = 300

/** What changes below the paths of rules, burst by burst, until the signal; first what is to be synced at the start. */
export async function* changesOf(
  rules: readonly WatchRule[],
  { signal, onReady }: { readonly signal: AbortSignal; readonly onReady: () => void },
): AsyncGenerator<readonly FileChange[]> {
  let waiting: FileChange[] = []
  let wake: () => void = () => {}
  let quiet: NodeJS.Timeout | undefined
  let isReady = false
  let isQuiet = false
  const settle = () => {
    clearTimeout(quiet)
    isQuiet = false
    quiet = setTimeout(() => {
      isQuiet = true
      wake()
    }, QUIET_MS)
  }
  const take = (path: string, gone: boolean) => {
    const about = rules.filter((rule) => concerns(rule, path) && (isReady || rule.initialSync))
    if (about.length === 0) return
    waiting.push({ path, gone })
    settle()
  }
  const watcher = watchPaths([...new Set(rules.map(({ path }) => path))], {
    ignored: (path) => isNobodys(rules, path),
    followSymlinks: false,
    ignorePermissionErrors: true,
  })
  watcher.on('add', (path) => take(path, false)).on('change', (path) => take(path, false))
  watcher.on('unlink', (path) => take(path, true)).on('unlinkDir', (path) => take(path, true))
  watcher.on('ready', () => {
    isReady = true
    onReady()
  })
  const end = () => wake()
  signal.addEventListener('abort', end, { once: true })
  try {
    while (!signal.aborted) {
      if (waiting.length > 0 && isQuiet) {
        const taken = waiting
        waiting = []
        yield taken
      } else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    clearTimeout(quiet)
    signal.removeEventListener('abort', end)
    await watcher.close()
  }
}
