import { watch as watchPaths } from 'chokidar'
import { errorCode, errorText } from '../../api/v1/caught-error.ts'
import type { WatchRule } from '../../api/v1/develop.ts'
import { concerns, isNobodys } from '../../controllers/develop/rule-paths.ts'
import type { FileChange } from '../../controllers/develop/work.ts'

/** Who is told of what happens below the paths of rules. */
export interface WatchTold {
  /** What is there at the start is told of rules that sync it then. */
  readonly onChange: (change: FileChange) => void
  /** All that was there at the start was looked at. */
  readonly onReady: () => void
  /** It can't be watched, or not all of it; in words, with what to do. */
  readonly onProblem: (message: string) => void
}

/** Files and directories that one service may have watched: each takes a watch of the kernel's, of which there are not endless many. */
export const MOST_WATCHED = 20_000

export interface WatchBounds {
  readonly most?: number
  /** What was written at the start or later is told, too, in ms since 1970: nobody watched it since then. */
  readonly since?: number
}

/** Watches the paths of rules on this machine's disk. Links are not followed: nobody watches what they lead to. */
export function watchDisk(
  rules: readonly WatchRule[],
  { onChange, onReady, onProblem }: WatchTold,
  { most = MOST_WATCHED, since = Infinity }: WatchBounds = {},
): { close(): Promise<void> } {
  const paths = [...new Set(rules.map(({ path }) => path))]
  let isReady = false
  let seen = 0
  const watcher = watchPaths(paths, {
    ignored: (path) => isNobodys(rules, path),
    followSymlinks: false,
    ignorePermissionErrors: true,
  })
  const count = () => {
    seen += 1
    if (seen !== most + 1) return
    onProblem(
      `more than ${most} files are below ${paths.join(', ')}: name in \`ignore\`, or in .dockerignore, what need not be watched`,
    )
    void watcher.close()
  }
  const take = (path: string, gone: boolean, isLate = isReady) => {
    if (rules.some((rule) => concerns(rule, path) && (isLate || rule.initialSync))) onChange({ path, gone })
  }
  watcher.on('add', (path, stats) => {
    count()
    take(path, false, isReady || (stats?.ctimeMs ?? 0) >= since)
  })
  // A directory that is made has the owner of what is brought in it; what there is has the one that it has.
  watcher.on('addDir', (path, stats) => {
    count()
    const isNew = isReady || (stats?.birthtimeMs ?? 0) >= since
    if (isNew && rules.some((rule) => rule.path !== path && concerns(rule, path))) onChange({ path, gone: false })
  })
  watcher.on('change', (path) => take(path, false))
  for (const event of ['unlink', 'unlinkDir'] as const)
    watcher.on(event, (path) => {
      seen -= 1
      take(path, true)
    })
  watcher.on('error', (error) => onProblem(problemOf(error)))
  watcher.on('ready', () => {
    isReady = true
    onReady()
  })
  return watcher
}

function problemOf(error: unknown): string {
  const words = `not all of its sources can be watched: ${errorText(error)}`
  return errorCode(error) === 'ENOSPC' ? `${words}; raise fs.inotify.max_user_watches` : words
}
