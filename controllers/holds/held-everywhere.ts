import type { Held } from '../runtime/conditions.ts'

/** A hold as it stands among actions. */
export interface HoldOfAll extends Held {
  readonly do: 'hold'
}

/**
 * How a thing stands is known to nobody where no host can be worked on, though nothing waits for it on any of them: then the
 * first one says why. `onHost` has for each what is there, or why it may not be worked on.
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
