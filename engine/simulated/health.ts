import { changed, emitContainer } from './containers.ts'
import { draw } from './latency.ts'
import type { Container, HostState } from './state.ts'
import { later } from './timers.ts'
import { DEFAULT_RETRIES } from '../container/health.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

const second = 1e9

/** Whether the container has a health check that is not disabled. */
export function hasHealthcheck(container: Container): boolean {
  const test = container.config.Healthcheck?.Test
  return test !== undefined && test.length > 0 && test[0] !== 'NONE'
}

/** Begins health checks at a start: `starting`, then as the process's behaviour says. */
export function startHealth(host: HostState, container: Container): void {
  container.health = undefined
  if (!hasHealthcheck(container)) return
  container.health = { status: 'starting', failingStreak: 0, log: [] }
  watchHealth(host, container)
}

/** Schedules the next change of health, unless checks stop before. */
export function watchHealth(host: HostState, container: Container): void {
  const { health } = container
  const behaviour = container.process?.behaviour ?? {}
  const turn = (status: string, ms: number) => {
    const run = () => container.health === health && setHealth(host, container, status)
    later(host, container, { ms, run })
  }
  if (health?.status === 'healthy') {
    if (behaviour.unhealthyAfterMs !== undefined) turn('unhealthy', behaviour.unhealthyAfterMs)
  } else if (behaviour.neverHealthy) turn('unhealthy', patience(container))
  else if (health?.status === 'unhealthy') turn('healthy', intervalOf(container) / 1e6)
  else turn('healthy', behaviour.healthyAfterMs ?? draw(host.random, host.latency.healthy))
}

/**
 * Sets the health, with an event only if the status changes: when a paused container, already reported unhealthy, then fails its checks,
 * there is no event.
 */
export function setHealth(host: HostState, container: Container, status: string): void {
  const { health } = container
  if (health === undefined) return
  const good = status === 'healthy'
  const isTurn = health.status !== status
  if (!isTurn && (good || health.failingStreak >= retriesOf(container))) return
  health.status = status
  health.failingStreak = good ? 0 : retriesOf(container)
  const probe = {
    ExitCode: good ? 0 : 1,
    Output: good ? '' : (container.process?.behaviour.checkOutput ?? ''),
    End: timestamp(host.clock.now()),
  }
  health.log = [...health.log.slice(-4), probe]
  changed(container)
  if (isTurn) emitContainer(host, container, { action: `health_status: ${status}` })
  if (good) watchHealth(host, container)
}

/** Stops health checks: without a running process the engine reports `unhealthy`, without an event. */
export function stopHealth(container: Container): void {
  if (container.health !== undefined) container.health = { ...container.health, status: 'unhealthy' }
}

/** How long checks may fail until a container is unhealthy: the start period and `retries` intervals. */
function patience(container: Container): number {
  const { StartPeriod: start = 0 } = container.config.Healthcheck ?? {}
  return (start + intervalOf(container) * retriesOf(container)) / 1e6
}

function intervalOf({ config }: Container): number {
  return config.Healthcheck?.Interval || 30 * second
}

function retriesOf({ config }: Container): number {
  return config.Healthcheck?.Retries || DEFAULT_RETRIES
}
