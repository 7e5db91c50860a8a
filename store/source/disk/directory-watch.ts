import type { Stats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { watch } from 'chokidar'
import { every, from, lastValueFrom, mergeMap } from 'rxjs'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import { closeWatch, onWatched } from './chokidar-watch.ts'

/** Directories that are watched, by path. */
export interface DirectoryWatch {
  /** Whether another directory stands where one is watched: chokidar takes it for the one that it watches, and tells of nothing in it. */
  isLost(): Promise<boolean>
  close(): Promise<void>
}

const STATS_AT_ONCE = 32

interface Extent {
  readonly depth?: number
  readonly skip?: (path: string) => boolean
  /** Told why something is not watched. */
  readonly failed?: (error: unknown) => void
}

/** Links are not followed: what they may lead to stands inside the tree and is watched there; a circle would have no end. */
export function watchDirectories(
  paths: readonly string[],
  hint: () => void,
  { depth, skip, failed }: Extent,
): DirectoryWatch {
  const seen = new Map<string, string>()
  const watched = new Map<string, string>()
  const watcher = watch([...paths], {
    ignoreInitial: true,
    // What is persistent chokidar shares within the process, by path: a new watch would take over the old one of a directory that is gone.
    persistent: false,
    followSymlinks: false,
    ignorePermissionErrors: true,
    ignored(path, stats) {
      if (stats && !stats.isFile()) seen.set(path, identityOf(stats))
      return skip?.(path) || (stats?.isFile() ?? false)
    },
    ...(depth === undefined ? {} : { depth }),
  })
  // What changed before the watch stood was seen by nobody.
  watcher.on('ready', hint)
  onWatched(watcher, (path) => {
    // As it was before its watch began: another one that came since is not taken for it.
    const identity = seen.get(path)
    if (identity !== undefined) watched.set(path, identity)
    hint()
  })
  // Links: a directory in the place of one is lost as well.
  watcher.on('add', (path, stats) => watched.set(path, stats ? identityOf(stats) : ''))
  for (const event of ['unlink', 'unlinkDir'] as const)
    watcher.on(event, (path) => paths.includes(path) || watched.delete(path))
  watcher.on('raw', hint)
  watcher.on('all', hint)
  // The tree is read anew from time to time whatever the watch says, so a watch that fails costs time, not truth.
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
    close: () => closeWatch(watcher),
  }
}

/** Tells a directory from another one in its place; one link is as good as another. */
export function identityOf(stats: Stats): string {
  return stats.isSymbolicLink() ? 'link' : `${stats.dev} ${stats.ino} ${stats.birthtimeMs}`
}
