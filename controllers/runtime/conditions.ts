import type { V1Condition } from '../../api/v1/generated/types.ts'
import { getCondition, setCondition } from '../../api/v1/conditions.ts'
import { refusalReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, holdReasons } from '../../api/v1/reasons.ts'
import { engineWords, isRefusal } from '../../engine/errors.ts'

/** A hold is looked at again after this long, though nothing changed. */
export const RETRY_HOLD_MS = 15_000

/** A hold of one of several nodes, as the plans of networks, volumes and deliveries give it. */
export interface Held {
  readonly node: string
  readonly reason: string
  readonly because: string
}

/** An act of a loop at a node. */
interface Act {
  readonly do: string
  readonly node: string
}

/** What stands in the place of an act that its node's engine failed at. What is to go, and is refused that, may go in a moment. */
export function failedHold({ do: verb, node }: Act, error: unknown): Held & { readonly do: 'hold' } {
  const isRefused = verb === 'create' && isRefusal(error)
  const reason = isRefused ? holdReasons.refusedByEngine : holdReasons.callFailed
  return { do: 'hold', node, reason, because: `${node} ${isRefused ? 'refuses it' : 'failed'}: ${engineWords(error)}` }
}

const AGAIN = '; it is asked again by the next command for its stack, or `reconcile serve`'

/**
 * The hold that stood in the place of an act at a node when somebody last tried it, as the object has it, and who tries it again;
 * undefined where that did not fail.
 */
export function failedBefore(object: Conditioned, node: string): Held | undefined {
  const last = lastFailedAt(object, node)
  return last && { ...last, because: last.because + AGAIN }
}

/** The same, without who tries it again. */
export function lastFailedAt({ status }: Conditioned, node: string): Held | undefined {
  const { reason = '', message = '' } = getCondition(status?.conditions, conditionTypes.ready) ?? {}
  if (!refusalReasons.has(reason) || !message.startsWith(`${node} `)) return undefined
  return { node, reason, because: message.endsWith(AGAIN) ? message.slice(0, -AGAIN.length) : message }
}

interface Conditioned {
  readonly status?: { conditions?: V1Condition[] }
}

/** The Ready condition of an object that is made on nodes: False with the first hold, else True. */
export function readyUnlessHeld(
  object: Conditioned & { metadata: { generation?: number } },
  holds: readonly Held[],
  said: { readonly reason: string; readonly message: string; readonly now: number },
): V1Condition[] {
  const [held] = holds
  const observedGeneration = object.metadata.generation ?? 1
  const verdict = held
    ? { status: 'False' as const, reason: held.reason, message: held.because }
    : { status: 'True' as const, reason: said.reason, message: said.message }
  return setCondition(
    object.status?.conditions,
    { type: conditionTypes.ready, observedGeneration, ...verdict },
    said.now,
  )
}
