import { dirname } from 'node:path'
import { watch } from 'chokidar'
import type { FSWatcher } from 'chokidar'
import type { Watch } from './source-files.ts'

/**
 * Watches directories, not files: a directory's events tell of each write, rename and link swap in it, a tree of 5,000 files
 * costs a few watches, and chokidar's own view of files (it misses swapped links) does not matter, as every hint is followed
 * by a look at the tree.
 */
export function watchDisk(directory: string, hint: () => void): Watch {
  const tree = watchDirectories(directory, hint)
  let others: FSWatcher | undefined
  let watched = ''
  return {
    also(paths) {
      const wanted = [...new Set(paths.map((path) => dirname(path)))].sort()
      if (wanted.join('\n') === watched) return
      watched = wanted.join('\n')
      void others?.close()
      others = wanted.length > 0 ? watchDirectories(wanted, hint, 0) : undefined
    },
    async close() {
      await Promise.all([tree.close(), others?.close()])
    },
  }
}

function watchDirectories(paths: string | string[], hint: () => void, depth?: number): FSWatcher {
  const watcher = watch(paths, {
    ignoreInitial: true,
    persistent: true,
    ignorePermissionErrors: true,
    ignored: (path, stats) => /(^|\/)(\.git|node_modules)(\/|$)/.test(path) || (stats?.isFile() ?? false),
    ...(depth === undefined ? {} : { depth }),
  })
  watcher.on('raw', hint)
  watcher.on('all', hint)
  // The tree is read anew from time to time whatever the watch says, so a watch that fails costs time, not truth.
  watcher.on('error', hint)
  return watcher
}
