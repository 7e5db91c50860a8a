import type { Store } from '../../store/objects/store.ts'

/** The tasks that were deleted in this process's time. A create whose answer was lost may still make a container for one of them. */
export interface Forgotten {
  has(taskKey: string): boolean
  close(): void
}

/** How many are remembered; the oldest are dropped first. */
const REMEMBERED = 2000

/** Remembers from now on which tasks leave the store. */
export function rememberForgotten(store: Store): Forgotten {
  const keys = new Set<string>()
  const watching = store.watch('Task').subscribe(({ key, after }) => {
    if (after) return
    keys.delete(key)
    keys.add(key)
    const [oldest] = keys
    if (keys.size > REMEMBERED && oldest !== undefined) keys.delete(oldest)
  })
  return { has: (key) => keys.has(key), close: () => watching.unsubscribe() }
}
