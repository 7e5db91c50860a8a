import type { HostContainer } from '../inventory.ts'
import { KILLED } from '../signal.ts'
import type { EngineEvent } from '../types/engine.ts'
import { finishedAt, isRunning, startedAt } from './state-order.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** What an event means for the container as we know it. */
export type Verdict =
  /** Nothing new. */
  | { readonly do: 'nothing' }
  /** The event says it all: this is the container now. `read`: but not why, so it is read as well. */
  | { readonly do: 'put'; readonly container: HostContainer; readonly read?: boolean }
  /** Only an inspect tells; `soon` where people wait for it, `later` where a loop of ours is about to bring it anyway. */
  | { readonly do: 'read'; readonly when: 'soon' | 'later' }

const nothing: Verdict = { do: 'nothing' }
const soon: Verdict = { do: 'read', when: 'soon' }
const later: Verdict = { do: 'read', when: 'later' }

/** How far an event's time may lie behind the time that the inspect shows for the same thing, ms. */
const slack = 250
/** No event is on its way for longer, ms. */
const longestWay = 60_000

/** Judges a container's event. `ours`: we asked for its end, so no restart policy brings it back. Pure. */
export function judgeEvent(container: HostContainer, event: EngineEvent, ours: boolean): Verdict {
  if (isOfAClockSetBack(container, event)) return soon
  if (event.action.startsWith('health_status')) return judgeHealth(container, event)
  return judges[event.action]?.(container, event, ours) ?? nothing
}

/** Judges a `connect` or `disconnect` of a network. */
export function judgeNetworkEvent(container: HostContainer, event: EngineEvent): Verdict {
  const endpoint = Object.values(container.NetworkSettings.Networks).find(({ NetworkID }) => NetworkID === event.id)
  if (!endpoint) return event.action === 'disconnect' ? nothing : later
  // A container is disconnected by its end as well, and keeps its networks.
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
    // It has had other names since, or there was one that nobody told of.
    if (event.attributes['oldName'] !== container.Name) return soon
    // Its names in its networks change with it.
    return { do: 'put', container: { ...container, Name: name }, read: true }
  },
}

function judgeStart(container: HostContainer): Verdict {
  if (isRunning(container)) return nothing
  return container.State.Status === 'created' ? later : soon
}

function judgeDeath(container: HostContainer, event: EngineEvent, ours: boolean): Verdict {
  if (container.State.Status === 'created') return later
  // Of a run before, or of this one after the host's clock was set back a little: nobody else would tell of it.
  if (startedAt(container) > event.time) return isRunning(container) ? soon : nothing
  const willRestart = restarts(container) && !ours
  if (!isRunning(container)) return willRestart && finishedAt(container) + slack < event.time ? soon : nothing
  const exitCode = Number(event.attributes['exitCode'])
  // Whether it was killed for want of memory only an inspect tells.
  if (Number.isNaN(exitCode) || willRestart || (exitCode === KILLED && !ours)) return soon
  return { do: 'put', container: ended(container, exitCode, event.time) }
}

/** Mostly told by the death that goes with it; a stop or kill in the wait between two runs has none. */
function judgeStop(container: HostContainer, event: EngineEvent): Verdict {
  if (container.State.Status === 'restarting') return soon
  return isRunning(container) && startedAt(container) <= event.time ? later : nothing
}

/** Whether the start that is known was told by a clock that was set back since: by the times an end of this run would be one of a run before. */
function isOfAClockSetBack(container: HostContainer, event: EngineEvent): boolean {
  return isRunning(container) && startedAt(container) - event.time > longestWay
}

/** Whether an event only goes along with the end that we know of. */
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
    // The engine says so of everything that has a check and does not run.
    ...(container.State.Health ? { Health: { ...container.State.Health, Status: 'unhealthy' } } : {}),
  }
  return { ...container, State: state, NetworkSettings: withoutAddresses(container.NetworkSettings) }
}

/** What has ended keeps its networks and loses its addresses and published ports. */
function withoutAddresses({ Networks }: HostContainer['NetworkSettings']): HostContainer['NetworkSettings'] {
  const lost = { IPAddress: '', GlobalIPv6Address: '', MacAddress: '' }
  const kept = Object.entries(Networks).map(([name, endpoint]) => [name, { ...endpoint, ...lost }])
  return { Networks: Object.fromEntries(kept), Ports: {} }
}

function judgePause(container: HostContainer, event: EngineEvent, paused: boolean): Verdict {
  const status = paused ? 'paused' : 'running'
  if (!isRunning(container) || container.State.Status === status || startedAt(container) > event.time) return nothing
  const { Health } = container.State
  // What is paused is not checked, and that is what the engine says of it, without an event.
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
  // Why it is unhealthy is in the log, and only there: it is read before anything is done for it.
  if (status === 'unhealthy') return soon
  return {
    do: 'put',
    container: { ...container, State: { ...container.State, Health: { ...Health, Status: status, FailingStreak: 0 } } },
  }
}
