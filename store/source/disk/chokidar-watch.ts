import { setImmediate } from 'node:timers/promises'
import type { FSWatcher } from 'chokidar'

/**
 * Ends a watch of chokidar's, which tells nothing from then on. chokidar keeps a watch of the kernel's that it adds after its end: one
 * that it is about to add while it tells of what it found, and one of the directory of a file that it finds gone. So it ends in a turn
 * of its own, and adds nothing then.
 */
export async function closeWatch(watcher: FSWatcher | undefined): Promise<void> {
  if (!watcher) return
  watcher.removeAllListeners().on('error', () => {})
  await setImmediate()
  watcher.add = () => watcher
  await watcher.close()
  watcher.on('error', () => {})
}

/**
 * Tells of each path that chokidar watches from then on. It reads a directory first and watches it after that: what comes in between
 * it would tell of with the next change there alone.
 */
export function onWatched(watcher: FSWatcher, told: (path: string) => void): void {
  const add = watcher._addPathCloser.bind(watcher)
  watcher._addPathCloser = (path, closer) => {
    add(path, closer)
    told(path)
  }
}
