import type { Stats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FSWatcher } from 'chokidar'
import { watch } from 'chokidar'
import { errorCode } from '../../api/v1/caught-error.ts'
import { closeWatch, onWatched } from './chokidar-watch.ts'
import type { Watch } from './source-files.ts'

/**
 * Watches directories, not files: a directory's events tell of each write, rename and link swap in it, a tree of 5,000 files
 * costs a few watches, and chokidar's own view of files (it misses swapped links) does not matter, as every hint is followed
 * by a look at the tree.
 */
export function watchDisk(directory: string, hint: () => void): Watch {
  let closed = false
  let target = ''
  let tree: FSWatcher | undefined
  const others = watchPlaces(hint)
  let link: FSWatcher | undefined
  const aim = async () => {
    const real = await realpath(directory).catch(() => directory)
    const found = `${await stat(real).then(identityOf, errorCode)} ${real}`
    if (closed || found === target) return
    target = found
    void closeWatch(tree)
    tree = watchDirectories(real, aimAndHint, {
      skip: (path) => /\/(\.git|node_modules)(\/|$)/.test(path.slice(real.length)),
    })
    // The root itself is reached through a link: where that stands, a swap is seen.
    if (real !== directory) link ??= watchDirectories(dirname(directory), aimAndHint, { depth: 0 })
  }
  const aimAndHint = () => {
    void aim()
    hint()
  }
  void aim()
  return {
    also(paths) {
      others.also(paths)
      // A link further up may have been swapped, of which no watch tells.
      void aim()
    },
    async close() {
      closed = true
      await Promise.all([closeWatch(tree), closeWatch(link), others.close()])
    },
  }
}

/** Another directory in its place is not what is watched. */
function identityOf({ dev, ino, birthtimeMs }: Stats): string {
  return `${dev} ${ino} ${birthtimeMs}`
}

/** Watches nothing but the directories of the files that it is given. */
export function watchPlaces(hint: () => void): Watch {
  let watched = ''
  let watcher: FSWatcher | undefined
  return {
    also(paths) {
      const wanted = [...new Set(paths.map((path) => dirname(path)))].sort()
      if (wanted.join('\n') === watched) return
      watched = wanted.join('\n')
      void closeWatch(watcher)
      watcher = wanted.length > 0 ? watchDirectories(wanted, hint, { depth: 0 }) : undefined
    },
    close: () => closeWatch(watcher),
  }
}

interface Extent {
  readonly depth?: number
  readonly skip?: (path: string) => boolean
}

/** Links are not followed: what they may lead to stands inside the tree and is watched there; a circle would have no end. */
function watchDirectories(paths: string | string[], hint: () => void, { depth, skip }: Extent): FSWatcher {
  const watcher = watch(paths, {
    ignoreInitial: true,
    persistent: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    ignored: (path, stats) => skip?.(path) || (stats?.isFile() ?? false),
    ...(depth === undefined ? {} : { depth }),
  })
  // What changed before the watch stood was seen by nobody.
  watcher.on('ready', hint)
  onWatched(watcher, hint)
  watcher.on('raw', hint)
  watcher.on('all', hint)
  // The tree is read anew from time to time whatever the watch says, so a watch that fails costs time, not truth.
  watcher.on('error', hint)
  return watcher
}
