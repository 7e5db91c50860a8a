import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { stableJson } from '../api/v1/language/hash.ts'
import type { CallUnderWay } from '../engine/under-way.ts'
import type { PlanOptions, PlanResult } from './plan.ts'
import { nameIdsIn, namesOf } from './name-ids.ts'
import { planned } from './record.ts'

/**
 * The result without the calls that engines were already asked for when the hosts were seen: they come whatever is planned. `begun` counts
 * them.
 */
export function withoutUnderWay<T extends Pick<PlanResult, 'calls' | 'changes'>>(
  result: T,
  underWay: readonly CallUnderWay[],
  nodes: PlanOptions['nodes'],
): T & { readonly begun: number } {
  if (underWay.length === 0) return { ...result, begun: 0 }
  const names = namesOf(nodes)
  const asked = underWay.map(({ node, call }) => {
    const { body, ...rest } = planned(node, call, { names, at: 0 })
    return keyOf({ ...rest, body: nameIdsIn(body, names) })
  })
  const calls = result.calls.filter((call) => {
    const index = asked.indexOf(keyOf(call))
    if (index >= 0) asked.splice(index, 1)
    return index < 0
  })
  const begun = result.calls.length - calls.length
  return { ...result, calls, begun, changes: calls.filter(({ refused }) => refused === undefined).length }
}

/** Two calls for one container may differ in their bodies alone, as changes in place. */
function keyOf({ node, method, path, object, body }: PlannedCall): string {
  return stableJson([node, method, path, object, body])
}
