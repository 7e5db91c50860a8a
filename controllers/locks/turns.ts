/** What is done to each lock, one after the other: a lock is not taken while it is given back. */
export function createTurns() {
  const last = new Map<string, Promise<void>>()
  return {
    busy: (key: string) => last.has(key),
    take(key: string, work: () => Promise<void>): Promise<void> {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work).finally(() => {
        if (last.get(key) === turn) last.delete(key)
      })
      last.set(key, turn)
      return turn
    },
    /** Resolves when all that is under way has ended. */
    async done(): Promise<void> {
      await Promise.allSettled(last.values())
    },
  }
}
