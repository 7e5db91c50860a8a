import type { HostContainer } from '../inventory.ts'
import { KILLED } from '../signal.ts'
import type { EngineEvent } from '../types/engine.ts'
import { finishedAt, isRunning, startedAt } from './state-order.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** What an event means for a cached container. */
export type Verdict =
  /** The event tells nothing new. */
  | { readonly do: 'nothing' }
  /** The event suffices: this is the new container. With `read`, some details still need an inspect. */
  | { readonly do: 'put'; readonly container: HostContainer; readonly read?: boolean }
  /** Only an inspect tells: `soon` where people wait for it, `later` where one of our loops is about to put it anyway. */
  | { readonly do: 'read'; readonly when: 'soon' | 'later' }

const nothing: Verdict = { do: 'nothing' }
const soon: Verdict = { do: 'read', when: 'soon' }
const later: Verdict = { do: 'read', when: 'later' }

/** How far an event's time may be after the inspect's time for the same change, ms. */
const slack = 250
/** How far the event of a start may be after the inspect's time for it, ms: engines take that before they make the process. */
const startSlack = 10_000
/** The longest delay of an event, ms. */
const longestWay = 60_000

/** Judges a container's event. `ours`: we asked for its exit, so no restart policy restarts it. Pure. */
export function judgeEvent(container: HostContainer, event: EngineEvent, ours: boolean): Verdict {
  if (isOfAClockSetBack(container, event)) return soon
  if (event.action.startsWith('health_status')) return judgeHealth(container, event)
  return judges[event.action]?.(container, event, ours) ?? nothing
}

/** Judges a `connect` or `disconnect` of a network. */
export function judgeNetworkEvent(container: HostContainer, event: EngineEvent): Verdict {
  const endpoint = Object.values(container.NetworkSettings.Networks).find(({ NetworkID }) => NetworkID === event.id)
  if (!endpoint) return event.action === 'disconnect' ? nothing : later
  // An exit also disconnects a container, but it keeps its networks.
  if (event.action === 'disconnect') return isOfItsEnd(container, event) ? nothing : later
  if (isRunning(container)) return endpoint.IPAddress || endpoint.GlobalIPv6Address ? nothing : later
  return container.State.Status === 'created' ? later : nothing
}

const judges: Readonly<Record<string, (container: HostContainer, event: EngineEvent, ours: boolean) => Verdict>> = {
  start: judgeStart,
  restart: judgeStart,
  die: judgeDeath,
  stop: judgeStop,
  kill: ({ State }) => (State.Status === 'restarting' ? soon : nothing),
  oom: () => soon,
  update: () => later,
  pause: (container, event) => judgePause(container, event, true),
  unpause: (container, event) => judgePause(container, event, false),
  rename(container, event) {
    const name = `/${event.attributes['name'] ?? ''}`
    if (name === '/' || name === container.Name) return nothing
    // An event was missed, or newer renames are already known.
    if (event.attributes['oldName'] !== container.Name) return soon
    // Its DNS names in its networks change too.
    return { do: 'put', container: { ...container, Name: name }, read: true }
  },
}

function judgeStart(container: HostContainer, event: EngineEvent): Verdict {
  // A later start than the known one: the end between them was not told.
  if (isRunning(container)) return event.time > startedAt(container) + startSlack ? soon : nothing
  return container.State.Status === 'created' ? later : soon
}

function judgeDeath(container: HostContainer, event: EngineEvent, ours: boolean): Verdict {
  if (container.State.Status === 'created') return later
  // The event is from an earlier run; or from this run after the host's clock was set back, of which nothing else would tell.
  if (startedAt(container) > event.time) return isRunning(container) ? soon : nothing
  const willRestart = restarts(container) && !ours
  if (!isRunning(container)) return willRestart && finishedAt(container) + slack < event.time ? soon : nothing
  const exitCode = Number(event.attributes['exitCode'])
  // Only an inspect tells whether it was killed for lack of memory.
  if (Number.isNaN(exitCode) || willRestart || (exitCode === KILLED && !ours)) return soon
  return { do: 'put', container: ended(container, exitCode, event.time) }
}

/** A stop usually comes with a `die` event; one during the wait before a restart does not. */
function judgeStop(container: HostContainer, event: EngineEvent): Verdict {
  if (container.State.Status === 'restarting') return soon
  return isRunning(container) && startedAt(container) <= event.time ? later : nothing
}

/**
 * Whether the host's clock was set back after the known start: judged by times, an exit of this run would look like one of an earlier run.
 */
function isOfAClockSetBack(container: HostContainer, event: EngineEvent): boolean {
  return isRunning(container) && startedAt(container) - event.time > longestWay
}

/** Whether an event merely accompanies the known exit. */
function isOfItsEnd(container: HostContainer, event: EngineEvent): boolean {
  return !isRunning(container) && event.time <= finishedAt(container) + slack
}

function restarts({ HostConfig }: HostContainer): boolean {
  const policy = HostConfig.RestartPolicy?.Name ?? ''
  return policy !== '' && policy !== 'no'
}

function ended(container: HostContainer, exitCode: number, time: number): HostContainer {
  const state: HostContainer['State'] = {
    ...container.State,
    Status: 'exited',
    Running: false,
    Paused: false,
    ExitCode: exitCode,
    FinishedAt: timestamp(time),
    // The engine reports this for every stopped container with a health check.
    ...(container.State.Health ? { Health: { ...container.State.Health, Status: 'unhealthy' } } : {}),
  }
  return { ...container, State: state, NetworkSettings: withoutAddresses(container.NetworkSettings) }
}

/** An exited container keeps its networks, but loses its addresses and published ports. */
function withoutAddresses({ Networks }: HostContainer['NetworkSettings']): HostContainer['NetworkSettings'] {
  const lost = { IPAddress: '', GlobalIPv6Address: '', MacAddress: '' }
  const kept = Object.entries(Networks).map(([name, endpoint]) => [name, { ...endpoint, ...lost }])
  return { Networks: Object.fromEntries(kept), Ports: {} }
}

function judgePause(container: HostContainer, event: EngineEvent, paused: boolean): Verdict {
  const status = paused ? 'paused' : 'running'
  if (!isRunning(container) || container.State.Status === status || startedAt(container) > event.time) return nothing
  const { Health } = container.State
  // A paused container is not checked; the engine then reports it as unhealthy, without an event.
  const health = Health && paused ? { Health: { ...Health, Status: 'unhealthy' } } : {}
  const state = { ...container.State, Status: status, Paused: paused, ...health } as const
  return { do: 'put', container: { ...container, State: state } }
}

function judgeHealth(container: HostContainer, event: EngineEvent): Verdict {
  const status = event.action.slice(event.action.indexOf(':') + 1).trim()
  const { Health } = container.State
  if (startedAt(container) > event.time || Health?.Status === status) return nothing
  if (!isRunning(container)) return isOfItsEnd(container, event) ? nothing : later
  if (!Health) return later
  // The cause is only in the health log, so it is read before a loop acts on it.
  if (status === 'unhealthy') return soon
  return {
    do: 'put',
    container: { ...container, State: { ...container.State, Health: { ...Health, Status: status, FailingStreak: 0 } } },
  }
}
