import type { NodeHold } from '../holds/node-hold.ts'
import type { StackLocks } from './stack-locks.ts'

/** Replaces the actions that change a stack by holds where another home has locked that stack. */
export function unlessLocked<A extends { readonly do: string }>(
  planned: readonly A[],
  { stack, locks, held }: { stack: string; locks: StackLocks | undefined; held: (action: A, hold: NodeHold) => A },
): readonly A[] {
  const hold = planned.some(changes) ? locks?.holdOf(stack) : undefined
  return hold ? planned.map((action) => (changes(action) ? held(action, hold) : action)) : planned
}

/** Whether an action of networks, volumes and deliveries changes a host. */
function changes({ do: verb }: { readonly do: string }): boolean {
  return CHANGES.has(verb)
}

const CHANGES: ReadonlySet<string> = new Set(['create', 'remove', 'deliver', 'collect'])
