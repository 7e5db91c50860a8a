/** Tracks the writes under way under each lock, as a lock is not given back in the middle of one. */
export function createWrites() {
  const underWay = new Map<string, Set<Promise<unknown>>>()
  return {
    during<T>(key: string, write: () => Promise<T>): Promise<T> {
      const all = underWay.get(key) ?? new Set()
      underWay.set(key, all)
      const writing = write()
      const end = () => void (all.delete(writing) && all.size === 0 && underWay.delete(key))
      all.add(writing)
      writing.then(end, end)
      return writing
    },
    /** Resolves when the writes under way now have ended. */
    async ended(key: string): Promise<void> {
      await Promise.allSettled(underWay.get(key) ?? [])
    },
  }
}
