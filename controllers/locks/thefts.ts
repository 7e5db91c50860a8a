import { Subject } from 'rxjs'
import { keyOf, type StackAt } from './stack-lock.ts'

/** Which locks may be taken away: one that was is not taken away again, as its holder would do the same. */
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
    /** Each who asks for it calls off its own. */
    begin(stacks: readonly string[]): () => void {
      for (const key of over) if (stacks.includes(key.slice(key.indexOf(' ') + 1))) over.delete(key)
      for (const stack of stacks) want(stack, 1)
      for (const stack of stacks) begun.next(stack)
      return () => stacks.forEach((stack) => want(stack, -1))
    },
  }
}
