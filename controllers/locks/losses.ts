import type { LockView } from './lock-view.ts'
import type { HeldLock, StackAt } from './stack-lock.ts'

/** Tells locks that this process lost to another home from those that it never had. */
export function createLosses(view: LockView) {
  /** The nodes where this process had the lock of a stack and did not give it back. */
  const had = new Map<string, Set<string>>()
  return {
    noteHad({ node, stack }: StackAt): void {
      had.set(stack, (had.get(stack) ?? new Set()).add(node))
    },
    noteGiven({ node, stack }: StackAt): void {
      had.get(stack)?.delete(node)
    },
    /** The lock of another home that took one of ours, or that holds one while one of ours is gone. */
    thiefOf(stack: string): HeldLock | undefined {
      const lost = [...(had.get(stack) ?? [])].filter((node) => !view.isOurs(view.lockAt({ node, stack })))
      const held = lost.length > 0 ? view.othersOf(stack) : []
      return held.find(({ at }) => lost.includes(at.node)) ?? held[0]
    },
  }
}
