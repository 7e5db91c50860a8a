/** Serialises the work on each lock: none is taken while it is being released. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return {
    busy: (key: string) => last.has(key),
    take<T>(key: string, work: () => Promise<T>): Promise<T> {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work).finally(() => {
        if (last.get(key) === turn) last.delete(key)
      })
      last.set(key, turn)
      return turn
    },
    /** Resolves when all work under way has ended. */
    async done(): Promise<void> {
      await Promise.allSettled(last.values())
    },
  }
}

export type Turns = ReturnType<typeof createTurns>
