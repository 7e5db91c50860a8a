import { setImmediate } from 'node:timers/promises'
import type { FSWatcher } from 'chokidar'

/**
 * Closes a chokidar watcher, silencing it at once. chokidar leaks a kernel watch that it adds after its close: one it is about to add while
 * it reports a finding, or one on the directory of a vanished file. So the close runs in its own turn, with `add` disabled.
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
 * Calls `told` for each path that chokidar starts to watch. chokidar reads a directory before it watches it, and would report a change in
 * between only with the next change there.
 */
export function onWatched(watcher: FSWatcher, told: (path: string) => void): void {
  const add = watcher._addPathCloser.bind(watcher)
  watcher._addPathCloser = (path, closer) => {
    add(path, closer)
    told(path)
  }
}
