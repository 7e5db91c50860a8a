import type { Store } from '../../store/objects/store.ts'

/** The tasks that this process had, and has no more: a create whose answer was lost may still make a container of one. */
export interface Forgotten {
  has(taskKey: string): boolean
  close(): void
}

/** The last ones only. */
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
