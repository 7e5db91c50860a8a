import { extended } from './language/extended.ts'
import type { V1Condition } from './generated/types.ts'
import { timestamp } from './language/timestamp.ts'

/** The condition of a type; undefined if it is not in the list. */
export function getCondition(conditions: readonly V1Condition[] | undefined, type: string): V1Condition | undefined {
  if (conditions) for (const condition of conditions) if (condition.type === type) return condition
  return undefined
}

/** Whether a condition is there and True. */
export function isTrue(conditions: readonly V1Condition[] | undefined, type: string): boolean {
  return getCondition(conditions, type)?.status === 'True'
}

/**
 * The list with one condition set; `now` is in milliseconds since 1970. lastTransitionTime changes only when the status does. If nothing
 * changes, the same list is returned, so that callers can tell by identity whether a write is needed.
 */
export function setCondition(
  conditions: readonly V1Condition[] | undefined,
  said: Omit<V1Condition, 'lastTransitionTime'>,
  now: number,
): V1Condition[] {
  const before = conditions ?? []
  const old = getCondition(before, said.type)
  if (old && saysTheSame(old, said)) return before as V1Condition[]
  const since = old && old.status === said.status ? old.lastTransitionTime : undefined
  const fresh: V1Condition = extended(said, { lastTransitionTime: since ?? timestamp(now) })
  return old ? before.map((condition) => (condition === old ? fresh : condition)) : [...before, fresh]
}

/** The list without the condition of a type; the same list if there was none. */
export function removeCondition(conditions: readonly V1Condition[] | undefined, type: string): V1Condition[] {
  const before = conditions ?? []
  return getCondition(before, type) ? before.filter((condition) => condition.type !== type) : (before as V1Condition[])
}

/** The type of a condition and its new content; undefined content removes the condition. */
interface Replacement {
  readonly type: string
  readonly said: Omit<V1Condition, 'lastTransitionTime' | 'type'> | undefined
}

/** The list with one condition set, or removed if it has no content; the same list if nothing changes. */
export function replaceCondition(
  conditions: readonly V1Condition[] | undefined,
  { type, said }: Replacement,
  now: number,
): V1Condition[] {
  return said ? setCondition(conditions, { type, ...said }, now) : removeCondition(conditions, type)
}

function saysTheSame(old: V1Condition, said: Omit<V1Condition, 'lastTransitionTime'>): boolean {
  return (
    old.status === said.status &&
    old.reason === said.reason &&
    old.message === said.message &&
    old.observedGeneration === said.observedGeneration
  )
}
