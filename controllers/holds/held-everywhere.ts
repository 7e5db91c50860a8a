import type { Held } from '../runtime/conditions.ts'

export interface HoldOfAll extends Held {
  readonly do: 'hold'
}

/**
 * A hold for a resource that no task waits for, when no node can be worked on: then nobody knows its state, and the first node says why.
 * Empty where some node can be worked on. `onHost` has what is on each node, or why the node is held.
 */
export function heldEverywhere(onHost: ReadonlyMap<string, unknown>): readonly HoldOfAll[] {
  const holds: HoldOfAll[] = []
  for (const [node, found] of onHost) {
    if (!isHold(found)) return []
    holds.push({ do: 'hold', node, reason: found.reason, because: found.because })
  }
  return holds.slice(0, 1)
}

function isHold(found: unknown): found is Omit<Held, 'node'> {
  return typeof found === 'object' && found !== null && 'because' in found
}
