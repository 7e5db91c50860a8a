import { changed, emitContainer } from './containers.ts'
import { draw } from './latency.ts'
import type { Container, HostState } from './state.ts'
import { later } from './timers.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

const second = 1e9

/** A check that the engine runs: set, and not switched off. */
export function hasHealthcheck(container: Container): boolean {
  const test = container.config.Healthcheck?.Test
  return test !== undefined && test.length > 0 && test[0] !== 'NONE'
}

/** From the start: `starting`, then what the process's behaviour says. */
export function startHealth(host: HostState, container: Container): void {
  container.health = undefined
  if (!hasHealthcheck(container)) return
  container.health = { status: 'starting', failingStreak: 0, log: [] }
  watchHealth(host, container)
}

/** Plans the next turn of a health that stands at `starting` or `healthy`. */
export function watchHealth(host: HostState, container: Container): void {
  const behaviour = container.process?.behaviour ?? {}
  const turn = (status: string, ms: number) => {
    later(host, container, { ms, run: () => setHealth(host, container, status) })
  }
  if (container.health?.status === 'healthy') {
    if (behaviour.unhealthyAfterMs !== undefined) turn('unhealthy', behaviour.unhealthyAfterMs)
  } else if (behaviour.neverHealthy) turn('unhealthy', patience(container))
  else turn('healthy', behaviour.healthyAfterMs ?? draw(host.random, host.latency.healthy))
}

export function setHealth(host: HostState, container: Container, status: string): void {
  const { health } = container
  if (health === undefined || health.status === status) return
  const good = status === 'healthy'
  health.status = status
  health.failingStreak = good ? 0 : Math.max(1, container.config.Healthcheck?.Retries ?? 3)
  const probe = {
    ExitCode: good ? 0 : 1,
    Output: good ? '' : (container.process?.behaviour.checkOutput ?? ''),
    End: timestamp(host.clock.now()),
  }
  health.log = [...health.log.slice(-4), probe]
  changed(container)
  emitContainer(host, container, { action: `health_status: ${status}` })
  if (good) watchHealth(host, container)
}

/** Without a process nothing is healthy; the engine says so without an event. */
export function stopHealth(container: Container): void {
  if (container.health !== undefined) container.health = { ...container.health, status: 'unhealthy' }
}

/** How long the engine bears failing checks: the start period and as many intervals as retries. */
function patience(container: Container): number {
  const { Interval: interval, StartPeriod: start = 0, Retries: retries } = container.config.Healthcheck ?? {}
  return (start + (interval || 30 * second) * (retries || 3)) / 1e6
}
