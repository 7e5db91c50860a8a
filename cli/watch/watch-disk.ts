import type { Stats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type FSWatcher, watch as watchPaths } from 'chokidar'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import type { WatchRule } from '../../api/v1/develop.ts'
import { realClock } from '../../clock/real.ts'
import { concerns, isNobodys } from '../../controllers/develop/rule-paths.ts'
import type { FileChange } from '../../controllers/develop/work.ts'
import { closeWatch, onWatched } from '../../store/source/disk/chokidar-watch.ts'
import { isThere, markOf } from './on-disk.ts'

/** Callbacks of a watch. */
export interface WatchTold {
  /** Also called at the start for existing files of rules with initialSync. */
  readonly onChange: (change: FileChange) => void
  /** Called when everything was looked at once. */
  readonly onReady: () => void
  /** Called with a message and remedy if not everything can be watched. */
  readonly onProblem: (message: string) => void
}

/** The limit of watched files and directories per service, as each takes a limited kernel watch. */
export const MOST_WATCHED = 20_000

export interface WatchBounds {
  readonly most?: number
  /** Also report what was written at or after this time, ms since the epoch, when nobody watched. */
  readonly since?: number
}

/** The delay before a watch is renewed, ms: by then all users of the kernel's watch of the removed directory have closed it. */
const ANEW_MS = 100

/** A path as last seen. */
interface Known {
  readonly isDirectory: boolean
  readonly mark: string
}

interface DiskWatch {
  readonly rules: readonly WatchRule[]
  readonly told: WatchTold
  readonly most: number
  readonly since: number
  readonly known: Map<string, Known>
  watcher: FSWatcher | undefined
  /** Whether everything was looked at once. */
  isReady: boolean
  isClosed: boolean
  cancel: () => void
}

/**
 * Watches the paths of rules on disk, without following links. If a directory is replaced at once by another or by a file, chokidar keeps
 * watching the old one: the whole watch is then renewed, and differences are reported.
 */
export function watchDisk(
  rules: readonly WatchRule[],
  told: WatchTold,
  { most = MOST_WATCHED, since = Infinity }: WatchBounds = {},
): { close(): Promise<void> } {
  const own: DiskWatch = {
    ...{ rules, told, most, since, known: new Map(), watcher: undefined },
    ...{ isReady: false, isClosed: false, cancel: () => {} },
  }
  look(own)
  return {
    async close() {
      own.isClosed = true
      own.cancel()
      await closeWatch(own.watcher)
    },
  }
}

/** Looks at everything, and watches it from then on. */
function look(own: DiskWatch): void {
  const paths = [...new Set(own.rules.map(({ path }) => path))]
  const found = new Set<string>()
  const watched = new Set<string>()
  let isLate = false
  const watcher = watchPaths(paths, {
    ignored: (path) => isNobodys(own.rules, path),
    followSymlinks: false,
    ignorePermissionErrors: true,
  })
  own.watcher = watcher
  const onFound = (path: string, stats?: Stats) => {
    found.add(path)
    if (found.size > own.most) return giveUp(own, paths)
    const before = own.known.get(path)
    const now = stats && knownOf(stats)
    if (now) own.known.set(path, now)
    tell(own, path, { isNew: isLate || isNews(own, before, stats), isDirectory: now?.isDirectory === true })
  }
  for (const event of ['add', 'addDir'] as const) watcher.on(event, onFound)
  watcher.on('change', (path, stats) => {
    if (stats?.isDirectory()) return anew(own)
    if (stats) own.known.set(path, knownOf(stats))
    tell(own, path, { isNew: own.isReady, isDirectory: false })
  })
  for (const event of ['unlink', 'unlinkDir'] as const)
    watcher.on(event, (path) => {
      found.delete(path)
      const before = own.known.get(path)
      own.known.delete(path)
      tell(own, path, { isNew: own.isReady, isDirectory: false, gone: true })
      void lookAt(own, path, before)
    })
  onWatched(watcher, (path) => {
    if (own.known.get(path)?.isDirectory !== true) return
    if (isLate) void addMissed(watcher, path, found)
    else watched.add(path)
  })
  watcher.on('raw', (event, name, details) => {
    if (event === 'rename') for (const path of namedBy(name, details)) void lookAt(own, path)
  })
  watcher.on('error', (error) => own.told.onProblem(problemOf(error)))
  watcher.on('ready', () => {
    isLate = true
    for (const path of watched) void addMissed(watcher, path, found)
    void tellGone(own, found)
    if (!own.isReady) own.told.onReady()
    own.isReady = true
  })
}

/** Makes chokidar find entries that appeared after a directory was read and before it was watched. */
async function addMissed(watcher: FSWatcher, directory: string, found: ReadonlySet<string>): Promise<void> {
  const names = await readdir(directory).catch(() => [])
  const missed = names.map((name) => join(directory, name)).filter((path) => !found.has(path))
  if (missed.length > 0) watcher.add(missed)
}

/** Whether a path found while looking has changed since the last look, or since the time when nobody watched. */
function isNews({ isReady, since }: DiskWatch, before: Known | undefined, stats: Stats | undefined): boolean {
  if (isReady || before) return !stats || before?.mark !== knownOf(stats).mark
  return stats !== undefined && (stats.isDirectory() ? stats.birthtimeMs : stats.ctimeMs) >= since
}

interface Told {
  readonly isNew: boolean
  readonly isDirectory: boolean
  readonly gone?: boolean
}

/** Reports a change. Of directories only new ones count, as existing ones keep their owner in the container. */
function tell({ rules, told }: DiskWatch, path: string, { isNew, isDirectory, gone = false }: Told): void {
  const isTold = (rule: WatchRule) =>
    concerns(rule, path) && (isDirectory ? isNew && rule.path !== path : isNew || rule.initialSync)
  if (rules.some(isTold)) told.onChange({ path, gone })
}

/** Reports known paths that were not found again. */
async function tellGone(own: DiskWatch, found: ReadonlySet<string>): Promise<void> {
  for (const path of [...own.known.keys()].filter((each) => !found.has(each))) {
    if ((await isThere(path)) || own.isClosed) continue
    own.known.delete(path)
    tell(own, path, { isNew: true, isDirectory: false, gone: true })
  }
}

function giveUp(own: DiskWatch, paths: readonly string[]): void {
  if (own.isClosed) return
  own.isClosed = true
  own.told.onProblem(
    `more than ${own.most} files are below ${paths.join(', ')}: name in \`ignore\`, or in .dockerignore, what need not be watched`,
  )
  void closeWatch(own.watcher)
}

/** The paths that a kernel event means: an entry of a watched directory, or the directory itself if the name equals its own. */
function namedBy(name: string | null, details: unknown): readonly string[] {
  const { watchedPath: watched } = details as { readonly watchedPath?: string }
  if (name === null || watched === undefined) return []
  return basename(watched) === name ? [join(watched, name), watched] : [join(watched, name)]
}

/**
 * Looks at a renamed or removed path and reports what is there now, which chokidar may miss. If a directory was replaced, or replaced a
 * file, the watch is renewed.
 */
async function lookAt(own: DiskWatch, path: string, before = own.known.get(path)): Promise<void> {
  const stats = await lstat(path).catch(() => undefined)
  const now = stats && knownOf(stats)
  if (!now || own.isClosed || now.mark === own.known.get(path)?.mark) return
  if (before && (now.isDirectory || before.isDirectory)) return anew(own)
  if (!own.isReady) return
  if (!now.isDirectory) own.known.set(path, now)
  tell(own, path, { isNew: true, isDirectory: now.isDirectory })
}

/** Renews the whole watch, as single paths can't be removed from one. */
function anew(own: DiskWatch): void {
  if (own.isClosed) return
  own.cancel()
  void closeWatch(own.watcher)
  own.cancel = realClock.after(ANEW_MS, () => look(own), 'progress')
}

function knownOf(stats: Stats): Known {
  return { isDirectory: stats.isDirectory(), mark: markOf(stats) }
}

function problemOf(error: unknown): string {
  const words = `not all of its sources can be watched: ${errorText(error)}`
  return errorCode(error) === 'ENOSPC' ? `${words}; raise fs.inotify.max_user_watches` : words
}
