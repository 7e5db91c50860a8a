import { Counter, Histogram, type Registry } from 'prom-client'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1RolloutStatus, V1Service } from '../../api/v1/generated/types.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Change, Key } from '../../store/objects/store.ts'
import { longSeconds } from './buckets.ts'

/** Receives every change of a service. */
export type ServiceWatcher = (change: Change<V1Service>, clock: Clock) => void

/** Measures rollouts, and how long services take to converge. */
export function serviceMetrics(registry: Registry): ServiceWatcher {
  const watchers = [convergence(registry), rollouts(registry)]
  return (change, clock) => {
    for (const watch of watchers) watch(change, clock)
  }
}

function convergence(registry: Registry): ServiceWatcher {
  const durations = new Histogram({
    name: 'reconcile_service_convergence_seconds',
    help: 'How long a service took from a new spec until all of it was ready.',
    ...{ registers: [registry], buckets: longSeconds },
  })
  /** Services that have not converged, since when in ms since the epoch. */
  const since = new Map<Key, number>()
  return ({ key, before, after }, clock) => {
    if (!after || after.metadata.deletionTimestamp) return void since.delete(key)
    const { generation } = after.metadata
    if (before?.metadata.generation !== generation) since.set(key, clock.now())
    const begun = since.get(key)
    const ready = getCondition(after.status?.conditions, conditionTypes.ready)
    if (begun === undefined || ready?.status !== 'True' || ready.observedGeneration !== generation) return
    since.delete(key)
    durations.observe((clock.now() - begun) / 1000)
  }
}

type State = NonNullable<V1RolloutStatus['state']>

const UNDER_WAY: ReadonlySet<State> = new Set(['Progressing', 'Paused', 'RollingBack'])
const OUTCOMES: Partial<Record<State, string>> = {
  Completed: 'completed',
  RolledBack: 'rolled_back',
  Stalled: 'failed',
}

function rollouts(registry: Registry): ServiceWatcher {
  const registers = [registry]
  const begun = new Counter({ name: 'reconcile_rollouts_begun_total', help: 'Rollouts that began.', registers })
  const ended = new Counter({
    name: 'reconcile_rollouts_ended_total',
    help: 'Rollouts that ended, by outcome: completed, rolled_back, or failed.',
    ...{ labelNames: ['outcome'] as const, registers },
  })
  const durations = new Histogram({
    name: 'reconcile_rollout_duration_seconds',
    help: 'How long a rollout took, by outcome.',
    ...{ labelNames: ['outcome'] as const, registers, buckets: longSeconds },
  })
  for (const outcome of Object.values(OUTCOMES)) ended.inc({ outcome }, 0)
  return ({ before, after }, clock) => {
    const turn = turnOf(before, after)
    if (turn?.begins) begun.inc()
    if (turn?.outcome === undefined) return
    const { outcome, startedAt } = turn
    ended.inc({ outcome })
    if (startedAt !== undefined) durations.observe({ outcome }, Math.max(0, clock.now() - startedAt) / 1000)
  }
}

interface Turn {
  readonly begins: boolean
  /** Absent if no rollout ended. */
  readonly outcome: string | undefined
  /** Milliseconds since the epoch. */
  readonly startedAt: number | undefined
}

/** How a change affected a rollout; undefined if its state is unchanged. */
function turnOf(before: V1Service | undefined, after: V1Service | undefined): Turn | undefined {
  const rollout = after?.status?.rollout
  const [was, is] = [stateOf(before), stateOf(after)]
  if (!rollout || was === is) return undefined
  const startedAt = Date.parse(rollout.startedAt ?? '')
  return {
    begins: !UNDER_WAY.has(was) && UNDER_WAY.has(is),
    outcome: UNDER_WAY.has(was) ? OUTCOMES[is] : undefined,
    startedAt: Number.isNaN(startedAt) ? undefined : startedAt,
  }
}

function stateOf(service: V1Service | undefined): State {
  return service?.status?.rollout?.state ?? 'None'
}
