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
