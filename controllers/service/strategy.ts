import type { V1RollbackStrategy, V1Service, V1UpdateStrategy } from '../../api/v1/generated/types.ts'
import { isJob } from './slots.ts'

/** How slots are replaced, with every default filled in; times in ms. */
export interface Strategy {
  /** Slots in work at a time; Infinity for all at once. */
  readonly parallelism: number
  readonly order: 'StopFirst' | 'StartFirst'
  readonly delayMs: number
  readonly monitorMs: number
  readonly failureAction: 'Pause' | 'Continue' | 'Rollback'
  readonly maxFailureRatio: number
  /** Why the order is not the one that was asked for. */
  readonly note?: string
}

/** Swarm's default for the time in which a new task's failure counts against the update. */
const MONITOR_MS = 5_000

/** The strategy of a service's update or rollback. */
export function strategyOf(service: V1Service, rollingBack: boolean): Strategy {
  const { spec } = service
  const declared: V1UpdateStrategy | V1RollbackStrategy | undefined = rollingBack
    ? spec.rollbackStrategy
    : spec.updateStrategy
  const parallelism = isJob(service) ? 0 : (declared?.parallelism ?? 1)
  const fixedPort = spec.template.ports?.some((port) => port.hostPort !== undefined && port.hostPort !== 0) ?? false
  const startFirst = declared?.order === 'StartFirst'
  return {
    parallelism: parallelism === 0 ? Number.POSITIVE_INFINITY : parallelism,
    order: startFirst && !fixedPort ? 'StartFirst' : 'StopFirst',
    delayMs: (declared?.delaySeconds ?? 0) * 1000,
    monitorMs: monitorOf(service, declared),
    failureAction: declared?.failureAction ?? 'Pause',
    maxFailureRatio: declared?.maxFailureRatio ?? 0,
    ...(startFirst && fixedPort ? { note: 'its host port can be held by one task at a time, so it stops first' } : {}),
  }
}

/** As declared; else 5 s where there is a health check or a strategy, else 0. */
function monitorOf({ spec }: V1Service, declared: { monitorSeconds?: number } | undefined): number {
  if (declared?.monitorSeconds !== undefined) return declared.monitorSeconds * 1000
  const { healthcheck } = spec.template
  const checked = healthcheck !== undefined && !healthcheck.disable && healthcheck.test?.[0] !== 'NONE'
  return checked || spec.updateStrategy !== undefined ? MONITOR_MS : 0
}
