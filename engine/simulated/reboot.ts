import { posix } from 'node:path'
import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import { detachAll } from './attach.ts'
import { changed, isUp } from './containers.ts'
import { stopHealth } from './health.ts'
import { draw } from './latency.ts'
import { renewBridge } from './networks.ts'
import { beginAnew, removeItself, restart } from './process.ts'
import type { Container, HostState } from './state.ts'
import { clearProcess } from './timers.ts'

/** The code that dockerd gives a process which was gone when it came back. */
const lostCode = 255

/** The power goes: nothing says goodbye, and no event tells. */
export function losePower(host: HostState): void {
  host.power.off()
  host.events.breakAll(new Error(`watch events on ${host.node}: the connection broke`))
  host.events.forget()
  for (const container of host.containers.values()) if (isUp(container)) lose(host, container)
  clearMemory(host)
}

/** What a machine keeps in memory alone (tmpfs): the next start makes it anew, empty. */
const MEMORY = '/run/'

/** Nobody makes the directories again either: binds of them, and of what was in them, are refused. */
function clearMemory({ files, missingPaths }: HostState): void {
  for (const path of files.keys()) {
    if (!path.startsWith(MEMORY)) continue
    files.delete(path)
    missingPaths.add(path)
    missingPaths.add(posix.dirname(path))
  }
}

/** The engine starts: what its restart policy asks for runs again, whatever ended it, one after the other. What goes with its end is gone by then. */
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

/** With `on-failure` even what was stopped by hand, but not what had its last restart: it may have run then. */
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
