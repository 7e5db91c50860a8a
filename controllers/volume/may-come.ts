import type { Ports } from '../runtime/ports.ts'
import { unanswered } from '../ownership/unanswered.ts'

/** How long an unanswered create may still make the volume, ms. One made later than this is not waited for: it is empty. */
const MAY_COME_MS = 120_000

/** The nodes where the volume may still appear: a recent create there got no answer. */
export function mayComeOn(key: string, ports: Ports): ReadonlySet<string> {
  const asked = [...unanswered(`Volume/${key}`, ports)]
  return new Set(asked.flatMap(([node, at]) => (ports.clock.now() - at < MAY_COME_MS ? [node] : [])))
}
