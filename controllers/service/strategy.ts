import type { V1Service, V1UpdateStrategy } from '../../api/v1/generated/types.ts'
import { isChecked } from '../../api/v1/is-checked.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import { awaitsPorts, crowdedHost } from './host-room.ts'
import type { ServiceView } from './view.ts'

/** How slots are replaced, with all defaults filled in; times in ms. */
export interface Strategy {
  /** The most slots in work at a time; Infinity for all at once. */
  readonly parallelism: number
  readonly order: 'StopFirst' | 'StartFirst'
  readonly delayMs: number
  readonly monitorMs: number
  readonly failureAction: 'Pause' | 'Continue' | 'Rollback'
  readonly maxFailureRatio: number
  /** Whether no slot is begun while old tasks of others still stop: the new task needs a host port that one of them holds. */
  readonly awaitsEnds: boolean
  /** Why the order differs from the declared one. */
  readonly note?: string
}

/** How long a new task's failure counts against the update, ms: Swarm's default. */
export const MONITOR_MS = 5_000

/**
 * The strategy for a view. For the service that these controllers run in, the successor always starts first, and is watched before it takes
 * over.
 */
export function strategyOfView({ service, ourselves, toEnd }: Of, rollingBack: boolean): Strategy {
  const declared = strategyOf(service, rollingBack, toEnd)
  if (!ourselves) return declared
  const { note: _, ...strategy } = declared
  const isWatched =
    (rollingBack ? service.spec.rollbackStrategy : service.spec.updateStrategy)?.monitorSeconds !== undefined
  return { ...strategy, order: 'StartFirst', monitorMs: isWatched ? declared.monitorMs : MONITOR_MS }
}

type Of = Pick<ServiceView, 'service' | 'ourselves' | 'toEnd'>

/**
 * The strategy of a service's update or rollback. A one-shot has one task per slot at a time, so it stops first. It never rolls back, as
 * the earlier revision's work would run again.
 */
export function strategyOf(service: V1Service, rollingBack: boolean, toEnd = isJob(service.spec)): Strategy {
  const { spec } = service
  const declared = { ...defaults, ...(rollingBack ? spec.rollbackStrategy : spec.updateStrategy) }
  // As many tasks of a job run at a time as in its first run.
  const atOnce = isJob(spec) ? (spec.maxConcurrent ?? 0) : declared.parallelism
  const parallelism = atOnce === 0 ? Number.POSITIVE_INFINITY : atOnce
  const crowded = declared.order === 'StartFirst' ? crowdedHost(service, parallelism) : undefined
  const order = crowded !== undefined || toEnd ? 'StopFirst' : declared.order
  return {
    parallelism,
    order,
    awaitsEnds: order === 'StartFirst' && awaitsPorts(service),
    delayMs: declared.delaySeconds * 1000,
    monitorMs: monitorOf(service, declared.monitorSeconds),
    failureAction: toEnd && declared.failureAction === 'Rollback' ? 'Pause' : declared.failureAction,
    maxFailureRatio: declared.maxFailureRatio,
    ...(crowded === undefined ? {} : { note: `the old task stops first, in spite of StartFirst: ${crowded}` }),
  }
}

type Declared = Required<Omit<V1UpdateStrategy, 'monitorSeconds'>> & Pick<V1UpdateStrategy, 'monitorSeconds'>

const defaults: Declared = {
  parallelism: 1,
  order: 'StopFirst',
  delaySeconds: 0,
  failureAction: 'Pause',
  maxFailureRatio: 0,
}

/** The watched time in ms: as declared, else 5 s with a health check or a declared strategy, else 0. */
function monitorOf({ spec }: V1Service, declaredSeconds: number | undefined): number {
  if (declaredSeconds !== undefined) return declaredSeconds * 1000
  return isChecked(spec.template) || spec.updateStrategy !== undefined ? MONITOR_MS : 0
}
