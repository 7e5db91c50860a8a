import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import type { OutcomeWords } from '../../../../api/v1/installation/progress.ts'
import { holdReasons } from '../../../../api/v1/reasons.ts'
import { replaceNetwork } from '../../../../controllers/network/plan.ts'
import { replaceVolume } from '../../../../controllers/volume/plan.ts'

interface Held {
  readonly object: ObjectOf
  readonly reason: string
  readonly message: string
}

/**
 * The message and remedy for a network or volume that must be recreated to be as declared. Its loop's message ends with the remedy, which
 * is told separately. Undefined for anything else. Pure.
 */
export function replaced({
  object,
  reason,
  message,
}: Held): Required<Pick<OutcomeWords, 'message' | 'remedy'>> | undefined {
  if (reason !== holdReasons.specDiffers) return undefined
  const remedy = remediesFor(object).find((words) => message.includes(`; ${words}`))
  return remedy === undefined ? undefined : { message: message.replaceAll(`; ${remedy}`, ''), remedy }
}

function remediesFor(object: ObjectOf): readonly string[] {
  if (object.kind === 'Network') return [replaceNetwork(object.metadata.namespace)]
  return object.kind === 'Volume' ? [true, false].map((ours) => replaceVolume(object, ours)) : []
}
