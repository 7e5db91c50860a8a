import { Counter, Histogram, type Registry } from 'prom-client'
import { isTrue } from '../../api/v1/conditions.ts'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { driftReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, taskReasons } from '../../api/v1/reasons.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Change, Key } from '../../store/objects/store.ts'
import { longSeconds } from './buckets.ts'

/** Reasons of a task whose container was removed by someone else and is being replaced. */
const BEGUN_ANEW: ReadonlySet<string> = new Set([
  taskReasons.recreating,
  taskReasons.pulling,
  taskReasons.building,
  taskReasons.creating,
])
const CONTAINER_GONE = 'ContainerGone'

/** Measures drift: how often containers were changed by others, and how long it took to heal them. */
export function driftMetrics(registry: Registry): (change: Change<V1Task>, clock: Clock) => void {
  const labelNames = ['reason'] as const
  const registers = [registry]
  const found = new Counter({
    name: 'reconcile_drift_found_total',
    help: 'Containers that were found changed beside reconcile, by reason; ContainerGone: removed.',
    ...{ labelNames, registers },
  })
  const healed = new Histogram({
    name: 'reconcile_drift_heal_duration_seconds',
    help: 'How long it took to heal what was changed beside reconcile; its count is how often, by reason.',
    ...{ labelNames, registers, buckets: longSeconds },
  })
  for (const reason of [...driftReasons, CONTAINER_GONE]) found.inc({ reason }, 0)
  /** Tasks being healed, since when in ms since the epoch. */
  const healing = new Map<Key, { readonly reason: string; readonly since: number }>()
  const ours = changedByUs()
  return (change, clock) => {
    const { key, before, after } = change
    const isOurs = ours(change)
    if (!after || after.spec.desiredState === 'Removed') return void healing.delete(key)
    const begun = healing.get(key)
    const reason = isOurs ? undefined : driftOf(before, after)
    if (reason !== undefined && !begun) {
      found.inc({ reason })
      healing.set(key, { reason, since: clock.now() })
    } else if (begun && reason === undefined && isTrue(after.status?.conditions, conditionTypes.ready)) {
      healing.delete(key)
      healed.observe({ reason: begun.reason }, (clock.now() - begun.since) / 1000)
    }
  }
}

/** Tracks tasks whose spec changed until they have converged; a difference is then no drift. */
function changedByUs(): (change: Change<V1Task>) => boolean {
  const changed = new Set<Key>()
  return ({ key, before, after }) => {
    if (before && after && before.spec !== after.spec) changed.add(key)
    const { observedGeneration, reason = '', conditions } = after?.status ?? {}
    const isSeen = observedGeneration === (after?.metadata.generation ?? 1) && !driftReasons.has(reason)
    if (!after || (isSeen && isTrue(conditions, conditionTypes.ready))) changed.delete(key)
    return changed.has(key)
  }
}

/** The reason of a task's drift; undefined if there is none. */
function driftOf(before: V1Task | undefined, { spec, status }: V1Task): string | undefined {
  const reason = status?.reason ?? ''
  if (driftReasons.has(reason)) return reason
  const ran = before?.status?.phase === 'Running' && before.spec === spec
  return ran && BEGUN_ANEW.has(reason) ? CONTAINER_GONE : undefined
}
