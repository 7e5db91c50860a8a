import { posix } from 'node:path'
import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import { detachAll } from './attach.ts'
import { changed, isUp } from './containers.ts'
import { stopHealth } from './health.ts'
import { forgetHalfMade } from './half-made.ts'
import { draw } from './latency.ts'
import { renewBridge } from './networks.ts'
import { beginAnew, removeItself, restart } from './process.ts'
import type { Container, HostState } from './state.ts'
import { clearProcess } from './timers.ts'

/** The exit code that dockerd records for a process that was gone when it came back. */
const lostCode = 255

/** Cuts the power: connections break, and no events are emitted. */
export function losePower(host: HostState): void {
  host.power.off()
  host.events.breakAll(new Error(`watch events on ${host.node}: the connection broke`))
  host.events.forget()
  for (const container of host.containers.values()) if (isUp(container)) lose(host, container)
  clearMemory(host)
  forgetHalfMade(host)
}

/** A directory in memory (tmpfs), which is empty after a reboot. */
const MEMORY = '/run/'

/** Deletes its files and directories; as nobody recreates them, binds of them are refused. */
function clearMemory({ files, missingPaths }: HostState): void {
  for (const path of files.keys()) {
    if (!path.startsWith(MEMORY)) continue
    files.delete(path)
    missingPaths.add(path)
    missingPaths.add(posix.dirname(path))
  }
}

/**
 * Starts the engine after a power cut: containers with AutoRemove are removed, and those whose restart policy asks for it are started, one
 * after another.
 */
export function resume(host: HostState, { random }: { clock: Clock; random: Random }): void {
  host.power.on()
  renewBridge(host)
  let at = 0
  for (const container of host.containers.values()) {
    if (container.startedAt === 0) continue
    removeItself(host, container, false)
    if (!returns(container)) continue
    at += draw(random, host.latency.start)
    host.power.after(at, () => bringBack(host, container))
  }
}

function lose(host: HostState, container: Container): void {
  clearProcess(container)
  container.waiters = undefined
  container.paused = false
  container.state = 'exited'
  container.exitCode = lostCode
  container.finishedAt = host.clock.now()
  stopHealth(container)
  const { events } = host
  events.drop(true)
  detachAll(host, container)
  events.drop(false)
  changed(container)
}

/**
 * Whether a policy brings a container back. `on-failure` does even after a stop by hand, but not after the last restart, which may have
 * been running.
 */
function returns(container: Container): boolean {
  const { Name: name, MaximumRetryCount: most = 0 } = container.hostConfig.RestartPolicy ?? {}
  if (name === 'always') return true
  if (name === 'unless-stopped') return !container.manuallyStopped
  return name === 'on-failure' && container.exitCode !== 0 && (most === 0 || container.restartCount < most)
}

function bringBack(host: HostState, container: Container): void {
  if (isUp(container) || !host.containers.has(container.id)) return
  beginAnew(container)
  restart(host, container)
}
