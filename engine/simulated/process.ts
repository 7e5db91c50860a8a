import { endsContainer, KILLED } from '../signal.ts'
import { attachAll, detachAll, tellConnected } from './attach.ts'
import { leaveAll } from './attach-container.ts'
import type { ProcessBehaviour } from './behaviour.ts'
import { changed, emitContainer, isUp, removeContainer } from './containers.ts'
import { startHealth, stopHealth } from './health.ts'
import { draw } from './latency.ts'
import { checkLinks } from './links.ts'
import { writeLog } from './logs.ts'
import { commandOf } from './merge.ts'
import { checkPath } from './mounts.ts'
import { amongProcesses, checkNamespaces } from './namespaces.ts'
import { Refusal, refuse } from './refusal.ts'
import { checkBegin } from './start-checks.ts'
import type { Container, HostState } from './state.ts'
import { clearProcess, later } from './timers.ts'

const longestDelay = 60_000
const firstDelay = 100
const steady = 10_000

/** Resets what restart policies depend on, before a start by a call or by the engine's own start. */
export function beginAnew(container: Container): void {
  container.manuallyStopped = false
  container.staysDown = false
  container.restartCount = 0
  container.restartDelay = 0
}

/** Starts a container's process; if refused, the reason stays in its state, as with a real engine. */
export function startProcess(host: HostState, container: Container): void {
  try {
    for (const mount of container.mounts) if (mount.Type === 'bind') checkPath(host, mount.Source ?? '')
    checkLinks(host, container)
    attachAll(host, container)
    if (host.api < 44) tellConnected(host, container)
    checkNamespaces(host, container)
    checkBegin(host, container)
    const behaviour = behaviourOf(host, container)
    if (behaviour.startError !== undefined) refuseStart(host, behaviour.startError)
    if (host.api >= 44) tellConnected(host, container)
    run(host, container, behaviour)
  } catch (error) {
    failStart(host, container, error)
    throw error
  }
}

/** Handles the exit of the main process: detaches its networks, and restarts or removes the container as configured. */
export function endProcess(host: HostState, container: Container, code: number): void {
  const ran = host.clock.now() - container.startedAt
  clearProcess(container)
  container.state = 'exited'
  container.paused = false
  container.exitCode = code
  container.finishedAt = host.clock.now()
  stopHealth(container)
  leaveAll(container)
  changed(container)
  const restarts = wantsRestart(container, code)
  if (restarts) planRestart(host, container, ran)
  tellEnd(host, container, ran)
  for (const other of amongProcesses(host, container)) endProcess(host, other, KILLED)
  if (restarts) return
  wake(container)
  removeItself(host, container)
}

/** Emits the events of an exit: from API 1.44 on, networks are detached first and `die` comes last. */
function tellEnd(host: HostState, container: Container, ran: number): void {
  const isNew = host.api >= 44
  const died = () => {
    const more = isNew ? { execDuration: String(Math.floor(ran / 1000)) } : undefined
    emitContainer(host, container, { action: 'die', more: { exitCode: String(container.exitCode), ...more } })
  }
  if (!isNew) died()
  detachAll(host, container)
  if (container.isBeingStopped) emitContainer(host, container, { action: 'stop' })
  if (isNew) died()
}

/** Removes a container with AutoRemove after its exit. */
export function removeItself(host: HostState, container: Container, volumes = true): void {
  if (container.hostConfig.AutoRemove && host.containers.has(container.id)) removeContainer(host, container.id, volumes)
}

/** Cancels a pending restart. */
export function cancelRestart(host: HostState, container: Container): void {
  if (container.state !== 'restarting') return
  clearProcess(container)
  detachAll(host, container)
  container.state = 'exited'
  changed(container)
  wake(container)
  for (const follow of container.followers ?? []) follow(undefined)
}

/** Delivers a signal to the main process, if any. KILL ends it, ending signals end it unless ignored, and others do nothing. */
export function signalProcess(host: HostState, container: Container, signal: number): void {
  if (container.state === 'restarting') return
  emitContainer(host, container, { action: 'kill', more: { signal: String(signal) } })
  const process = container.process
  if (process === undefined) return
  if (signal === 9) return end(host, container, { code: KILLED, ms: draw(host.random, [5, 15]) })
  if (!endsContainer(String(signal), container.config.StopSignal) || process.behaviour.ignoresTerm || process.ending)
    return
  const ms = process.behaviour.stopsAfterMs ?? draw(host.random, host.latency.stop)
  process.ending = true
  end(host, container, { code: process.behaviour.stopCode ?? 143, ms })
}

export function behaviourOf(host: HostState, container: Container): ProcessBehaviour {
  const { config } = container
  const given = host.behaviour?.({
    image: container.image,
    command: commandOf(config),
    env: config.Env ?? [],
    labels: config.Labels ?? {},
    ...(config.Healthcheck === undefined ? {} : { healthcheck: config.Healthcheck }),
    restarts: container.restartCount,
    hasRun: container.startedAt > 0,
  })
  return given ?? host.images.get(container.imageId)?.behaviour ?? {}
}

function run(host: HostState, container: Container, behaviour: ProcessBehaviour): void {
  container.state = 'running'
  setRuntime(host, container)
  container.error = ''
  container.exitCode = 0
  container.oomKilled = false
  container.isBeingStopped = false
  container.startedAt = host.clock.now()
  container.process = { behaviour, ending: false }
  changed(container)
  for (const text of behaviour.output ?? []) writeLog(host, container, { stream: 'stdout', text })
  startHealth(host, container)
  emitContainer(host, container, { action: 'start' })
  const { exitsAfterMs: ms, exitCode: code = 0, outOfMemory } = behaviour
  if (ms === undefined) return
  if (outOfMemory) later(host, container, { ms, run: () => killForMemory(host, container) })
  else end(host, container, { code, ms })
}

/** Kills the process like the kernel does for lack of memory. */
function killForMemory(host: HostState, container: Container): void {
  container.oomKilled = true
  emitContainer(host, container, { action: 'oom' })
  endProcess(host, container, KILLED)
}

function setRuntime(host: HostState, container: Container): void {
  const config = container.hostConfig
  if (config.Runtime) return
  container.hostConfig = host.intern.from(config, () => ({ ...config, Runtime: host.info.defaultRuntime }))
}

function end(host: HostState, container: Container, how: { code: number; ms: number }): void {
  later(host, container, { ms: how.ms, run: () => endProcess(host, container, how.code) })
}

function refuseStart(host: HostState, reason: string): never {
  const create =
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process:'
  if (host.api < 44) refuse(400, `${create} ${reason}: unknown`)
  return refuse(400, `failed to create task for container: ${create} error during container init: ${reason}`)
}

function failStart(host: HostState, container: Container, error: unknown): void {
  const message = error instanceof Refusal ? error.message : String(error)
  detachAll(host, container)
  // The last run's exit code stays, unless it was 0.
  container.exitCode = /executable file not found|no such file/.test(message) ? 127 : container.exitCode || 128
  container.error = message
  if (isUp(container)) container.state = 'exited'
  clearProcess(container)
  changed(container)
  wake(container)
  removeItself(host, container)
}

function wantsRestart(container: Container, code: number): boolean {
  const { Name: name, MaximumRetryCount: most = 0 } = container.hostConfig.RestartPolicy ?? {}
  if (container.staysDown) return false
  if (name === 'always') return true
  if (name === 'unless-stopped') return !container.manuallyStopped
  return name === 'on-failure' && code !== 0 && (most === 0 || container.restartCount < most)
}

/** Schedules a restart with Docker's backoff: 100 ms, doubled up to a minute, reset once the process ran for 10 s. */
export function planRestart(host: HostState, container: Container, ran: number): void {
  const before = ran >= steady ? 0 : container.restartDelay
  container.restartDelay = before === 0 ? firstDelay : Math.min(before * 2, longestDelay)
  container.restartCount++
  container.state = 'restarting'
  container.process = { behaviour: {}, ending: false }
  const ms = container.restartDelay + draw(host.random, host.latency.start)
  later(host, container, { ms, run: () => restart(host, container) })
}

/** Restarts a container by its policy; a refusal stays in its state. */
export function restart(host: HostState, container: Container): void {
  try {
    startProcess(host, container)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

function wake(container: Container): void {
  const waiting = container.waiters ?? []
  container.waiters = undefined
  for (const run of waiting) run()
  for (const follow of container.followers ?? []) follow(undefined)
}
