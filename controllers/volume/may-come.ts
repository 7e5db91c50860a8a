import type { Ports } from '../runtime/ports.ts'
import { unanswered } from '../runtime/unanswered.ts'

/** An engine that makes a volume later than this is not waited for, ms: what it leaves then is empty. */
const MAY_COME_MS = 120_000

/** Nodes that may still make it: its create had no answer there, and is not long ago. */
export function mayComeOn(key: string, ports: Ports): ReadonlySet<string> {
  const asked = [...unanswered(`Volume/${key}`, ports)]
  return new Set(asked.flatMap(([node, at]) => (ports.clock.now() - at < MAY_COME_MS ? [node] : [])))
}
