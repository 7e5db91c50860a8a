import { signalNumber } from '../../api/v1/signal.ts'
import { DEFAULT_GRACE_S } from '../../api/v1/stop-grace.ts'
import { changed, emitContainer, findContainer, isUp, removeContainer } from './containers.ts'
import { stopHealth, watchHealth } from './health.ts'
import { beginAnew, cancelRestart, signalProcess, startProcess } from './process.ts'
import { refuse } from './refusal.ts'
import type { Container, HostState } from './state.ts'

/** Starts a container; does nothing if it is running. */
export function startContainer(host: HostState, key: string): void {
  const container = findContainer(host, key)
  if (container.paused) refuse(409, 'cannot start a paused container, try unpause instead')
  if (isUp(container)) return
  beginAnew(container)
  startProcess(host, container)
}

/** Stops a container by its stop signal, and by KILL after the grace period; resolves when it has exited. */
export function stopContainer(
  host: HostState,
  key: string,
  how: { readonly timeoutSeconds?: number; readonly signal?: string } = {},
): Promise<void> | undefined {
  const container = findContainer(host, key)
  if (!isUp(container)) return undefined
  const wasWaiting = container.state === 'restarting'
  if (container.paused) setPaused(host, container, false)
  holdDown(container)
  container.isBeingStopped = true
  signalProcess(host, container, signalNumber(how.signal ?? container.config.StopSignal ?? 'TERM') ?? 15)
  cancelRestart(host, container)
  if (wasWaiting) {
    emitContainer(host, container, { action: 'stop' })
    return undefined
  }
  const grace = how.timeoutSeconds ?? container.config.StopTimeout ?? DEFAULT_GRACE_S
  if (grace >= 0) {
    const started = container.startedAt
    host.power.after(grace * 1000, () => {
      if (isUp(container) && container.startedAt === started) signalProcess(host, container, 9)
    })
  }
  return whenStopped(container)
}

/** Sends a signal; for KILL, resolves when the container has exited. */
export function killContainer(host: HostState, key: string, signal = 'KILL'): Promise<void> | undefined {
  const container = findKillable(host, key)
  const number = signalNumber(signal)
  if (number === undefined) {
    refuse(
      400,
      host.api < 44 ? `Invalid signal: ${signal}` : `cannot kill container: ${key}: invalid signal: ${signal}`,
    )
  }
  if (container.paused) setPaused(host, container, false)
  container.manuallyStopped = true
  signalProcess(host, container, number)
  const { StopSignal: stopSignal } = container.config
  if (number === 9 || stopSignal === undefined || number === signalNumber(stopSignal)) {
    container.staysDown = true
    cancelRestart(host, container)
  }
  return number === 9 ? whenStopped(container) : undefined
}

export function pauseContainer(host: HostState, key: string): void {
  const container = findContainer(host, key)
  if (container.paused) refuse(409, `Container ${container.id} is already paused`)
  if (container.state !== 'running') refuse(409, `Container ${container.id} is not running`)
  setPaused(host, container, true)
}

export function unpauseContainer(host: HostState, key: string): void {
  const container = findContainer(host, key)
  if (!container.paused) refuse(500, `Container ${container.id} is not paused`)
  setPaused(host, container, false)
}

/** Removes a container; with force, kills a running one first, and resolves when it is removed. */
export function destroyContainer(
  host: HostState,
  key: string,
  how: { readonly force?: boolean; readonly volumes?: boolean },
): Promise<void> | undefined {
  const container = findContainer(host, key)
  if (!how.force || !isUp(container)) {
    removeContainer(host, key, how.volumes)
    return undefined
  }
  holdDown(container)
  const wasWaiting = container.state === 'restarting'
  if (wasWaiting) cancelRestart(host, container)
  else signalProcess(host, container, 9)
  return whenStopped(container).then(() => {
    if (host.containers.has(container.id)) removeContainer(host, container.id, how.volumes)
  })
}

/** Keeps restart policies from starting a container before a call or the engine's next start does. */
export function holdDown(container: Container): void {
  container.manuallyStopped = true
  container.staysDown = true
}

function findKillable(host: HostState, key: string): Container {
  const prefix = host.api < 44 ? 'Cannot kill container' : 'cannot kill container'
  const container = host.containers.get(host.names.get(key) ?? key)
  const found = container ?? refuse(404, `${prefix}: ${key}: No such container: ${key}`)
  if (!isUp(found)) {
    const words = host.api < 44 ? `Container ${found.id} is not running` : `container ${found.id} is not running`
    refuse(409, `${prefix}: ${key}: ${words}`)
  }
  return found
}

function setPaused(host: HostState, container: Container, paused: boolean): void {
  container.paused = paused
  container.state = paused ? 'paused' : 'running'
  if (paused) stopHealth(container)
  else if (container.health) watchHealth(host, container)
  changed(container)
  emitContainer(host, container, { action: paused ? 'pause' : 'unpause' })
}

function whenStopped(container: Container): Promise<void> {
  if (!isUp(container)) return Promise.resolve()
  return new Promise((resolve) => {
    container.waiters ??= []
    container.waiters.push(resolve)
  })
}
