import type { Stats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { watch } from 'chokidar'
import { every, from, lastValueFrom, mergeMap } from 'rxjs'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import { closeWatch, onWatched } from './chokidar-watch.ts'

/** A watch on directories. */
export interface DirectoryWatch {
  /** Whether a watched directory was replaced by another one: chokidar does not notice and reports nothing from there. */
  isLost(): Promise<boolean>
  /**
   * Watches these directories of the tree as well, where that is not done yet: chokidar misses one that is made after it has read the
   * directory around it, and before it watches that.
   */
  watchToo(directories: readonly string[]): void
  close(): Promise<void>
}

const STATS_AT_ONCE = 32

interface Extent {
  readonly depth?: number
  readonly skip?: (path: string) => boolean
  /** Called with the error when something can't be watched. */
  readonly failed?: (error: unknown) => void
}

/**
 * Watches directories and calls `hint` on any change. Symbolic links are not followed: their allowed targets are inside the tree and
 * watched there, and a cycle would never end.
 */
export function watchDirectories(
  paths: readonly string[],
  hint: () => void,
  { depth, skip, failed }: Extent,
): DirectoryWatch {
  const seen = new Map<string, string>()
  const watched = new Map<string, string>()
  const watcher = watch([...paths], {
    ignoreInitial: true,
    // chokidar shares persistent watches by path within the process, so that a new one would reuse the watch of a removed directory.
    persistent: false,
    followSymlinks: false,
    ignorePermissionErrors: true,
    ignored(path, stats) {
      if (stats && !stats.isFile()) seen.set(path, identityOf(stats))
      return skip?.(path) || (stats?.isFile() ?? false)
    },
    ...(depth === undefined ? {} : { depth }),
  })
  const added = new Set<string>()
  let isReady = false
  watcher.on('ready', () => {
    isReady = true
    hint() // changes before the watch began were missed
  })
  onWatched(watcher, (path) => {
    // The identity from before the watch began, so that a replacement since then is noticed.
    const identity = seen.get(path)
    if (identity !== undefined) watched.set(path, identity)
    hint()
  })
  // Links are recorded too, so that a directory in place of a link is noticed.
  watcher.on('add', (path, stats) => watched.set(path, stats ? identityOf(stats) : ''))
  for (const event of ['unlink', 'unlinkDir'] as const)
    watcher.on(event, (path) => {
      if (!paths.includes(path)) watched.delete(path)
      added.delete(path)
    })
  watcher.on('raw', hint)
  watcher.on('all', hint)
  // The tree is read from time to time anyway, so a failing watch costs time, not correctness.
  watcher.on('error', (error) => {
    failed?.(error)
    hint()
  })
  return {
    async isLost() {
      const isSame = async ([path, before]: readonly [string, string]) =>
        (await lstat(path).then(identityOf, errorCode)) === before
      return !(await lastValueFrom(from([...watched]).pipe(mergeMap(isSame, STATS_AT_ONCE), every(Boolean))))
    },
    watchToo(directories) {
      const missed = isReady ? directories.filter((path) => !watched.has(path) && !added.has(path)) : []
      for (const path of missed) added.add(path)
      if (missed.length > 0) watcher.add(missed)
    },
    close: () => closeWatch(watcher),
  }
}

/** Identifies a directory, so that its replacement is noticed; all links count as the same. */
export function identityOf(stats: Stats): string {
  return stats.isSymbolicLink() ? 'link' : `${stats.dev} ${stats.ino} ${stats.birthtimeMs}`
}
