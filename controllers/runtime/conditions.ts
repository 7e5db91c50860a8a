import type { V1Condition, V1NetworkOnNode, V1VolumeOnNode } from '../../api/v1/generated/types.ts'
import { setCondition } from '../../api/v1/conditions.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { refusalReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, holdReasons } from '../../api/v1/reasons.ts'
import { engineWords, isEngineError, isRefusal } from '../../engine/errors.ts'
import type { Ports } from './ports.ts'

/** How often a hold is re-checked though nothing changed, ms. */
export const RETRY_HOLD_MS = 15_000

/** A hold on one node: why something is not done there. Plans of networks, volumes and deliveries return these. */
export interface Held {
  readonly node: string
  readonly reason: string
  readonly because: string
}

/** An action of a loop on a node. */
interface Act {
  readonly do: string
  readonly node: string
}

/**
 * The hold that replaces an action that failed at the engine. Only a refused create counts as refused by the engine: a refused removal may
 * succeed in a moment.
 */
export function failedHold({ do: verb, node }: Act, error: unknown, ports: Answers): Held & { readonly do: 'hold' } {
  const hold = (reason: string, did: string) =>
    ({ do: 'hold', node, reason, because: `${node} ${did}: ${engineWords(error)}` }) as const
  if (isUnanswered(error, ports)) return hold(holdReasons.unanswered, 'does not answer')
  if (verb === 'create' && isRefusal(error)) return hold(holdReasons.refusedByEngine, 'refuses it')
  return hold(holdReasons.callFailed, 'failed')
}

type Answers = Pick<Ports, 'inventory' | 'clock'>

/**
 * Whether an engine gave no answer, so that its host may be silent. Not where it answered something else while it was waited for, as with a
 * volume plugin that hangs: then it fails at this call.
 */
export function isUnanswered(error: unknown, { inventory, clock }: Answers): boolean {
  if (isEngineError(error, 'Unreachable')) return true
  if (!isEngineError(error, 'Timeout')) return false
  return (inventory.host(error.node)?.lastAnswer ?? 0) <= clock.now() - error.waitedMs
}

const AGAIN = '; it is asked again by the next command for its stack, or `reconcile serve`'

/**
 * The hold that the object's status records for a node since the last failed attempt, with who retries it; undefined where the last
 * attempt did not fail.
 */
export function failedBefore(object: OnNodes, node: string): Held | undefined {
  const last = lastFailedAt(object, node)
  return last && { ...last, because: last.because + AGAIN }
}

/** As `failedBefore`, without the words on who retries. */
export function lastFailedAt({ status }: OnNodes, node: string): Held | undefined {
  const { reason = '', message = '' } = status?.nodes?.find((each) => each.node === node) ?? {}
  if (!refusalReasons.has(reason)) return undefined
  // Who only looks stores nothing, so these words are this process's own.
  return { node, reason, because: message.endsWith(AGAIN) ? message.slice(0, -AGAIN.length) : message }
}

/** A network or volume: its status says how it stands on each node. */
interface OnNodes {
  readonly status?: { readonly nodes?: readonly (V1NetworkOnNode | V1VolumeOnNode)[] }
}

/** The nodes with the same failure, where the hold is one: a node that is silent or another engine's is told of by itself. */
function failingLike({ reason }: Held, holds: readonly Held[]): readonly string[] {
  return refusalReasons.has(reason) ? holds.filter((each) => each.reason === reason).map(({ node }) => node) : []
}

/** The end of a message about the first of these nodes, where there are more. */
export function alsoOn(nodes: readonly string[]): string {
  const [, ...others] = new Set(nodes)
  return others.length === 0 ? '' : `; so it is on ${others.length} more: ${listNames(others)}`
}

interface Conditioned {
  readonly status?: { conditions?: V1Condition[] }
}

/** Sets the Ready condition of an object that exists per node: False with the first hold, else True with `said`. */
export function readyUnlessHeld(
  object: Conditioned & { metadata: { generation?: number } },
  holds: readonly Held[],
  said: { readonly reason: string; readonly message: string; readonly now: number },
): V1Condition[] {
  const [held] = holds
  const observedGeneration = object.metadata.generation ?? 1
  const verdict = held
    ? { status: 'False' as const, reason: held.reason, message: `${held.because}${alsoOn(failingLike(held, holds))}` }
    : { status: 'True' as const, reason: said.reason, message: said.message }
  return setCondition(
    object.status?.conditions,
    { type: conditionTypes.ready, observedGeneration, ...verdict },
    said.now,
  )
}
