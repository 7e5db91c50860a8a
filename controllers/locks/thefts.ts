import { Subject } from 'rxjs'
import { keyOf, type StackAt } from './stack-lock.ts'

export type Thefts = ReturnType<typeof createThefts>

/** Tracks which locks may be stolen. Each is stolen only once, as its holder may also steal. */
export function createThefts(all: boolean) {
  const wanted = new Map<string, number>()
  const over = new Set<string>()
  const begun = new Subject<string>()
  const want = (stack: string, more: number) => {
    wanted.set(stack, (wanted.get(stack) ?? 0) + more)
  }
  return {
    begun,
    may: (at: StackAt) => (all || (wanted.get(at.stack) ?? 0) > 0) && !over.has(keyOf(at)),
    done: (at: StackAt) => void over.add(keyOf(at)),
    /** Allows stealing these stacks' locks, also again. Returns how to end this one permission. */
    begin(stacks: readonly string[]): () => void {
      for (const key of over) if (stacks.includes(key.slice(key.indexOf(' ') + 1))) over.delete(key)
      for (const stack of stacks) want(stack, 1)
      for (const stack of stacks) begun.next(stack)
      return () => stacks.forEach((stack) => want(stack, -1))
    },
  }
}
