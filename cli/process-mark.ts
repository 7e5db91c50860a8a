import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { isAlive } from '../api/v1/language/is-alive.ts'

/** Identifies processes uniquely, even after their pid is reused. */
export interface ProcessMarks {
  /** The mark of a running process; undefined where it can't be determined. */
  markOf(pid: number): string | undefined
  /** The state of a marked process: it runs, has provably ended, or belongs to another machine, boot or container. */
  stateOf(mark: string): 'runs' | 'ended' | 'elsewhere'
}

/**
 * Makes marks of the form `PLACE PID START`: a hash of machine, boot and namespaces, the pid, and the clock tick at which the kernel
 * started the process.
 */
export function processMarks(machine = machineId()): ProcessMarks {
  const place = placeOf(machine)
  return {
    markOf(pid) {
      const start = place === undefined ? undefined : startOf(String(pid))
      return start === undefined ? undefined : `${place} ${pid} ${start}`
    },
    stateOf(mark) {
      const [, where, pid = '', started] = /^(\S+) ([1-9]\d{0,9}) (\d+)$/.exec(mark) ?? []
      if (place === undefined || where !== place) return 'elsewhere'
      if (!isAlive(Number(pid))) return 'ended'
      return (startOf(pid) ?? started) === started ? 'runs' : 'ended'
    },
  }
}

/** The machine id; empty where there is none, as in most containers. */
export function machineId(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim()
  } catch {
    return ''
  }
}

/**
 * A hash of machine, boot, and the pid and time namespaces; undefined where /proc is not this process's. Containers have their own pid
 * namespace, so a process of another one is elsewhere.
 */
function placeOf(machine: string): string | undefined {
  try {
    if (readlinkSync('/proc/self') !== String(process.pid)) return undefined
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const hash = createHash('sha256').update(`${machine} ${boot} ${readlinkSync('/proc/self/ns/pid')} ${timesHere()}`)
    return hash.digest('hex').slice(0, 16)
  } catch {
    return undefined
  }
}

/** The time namespace; empty before Linux 5.6, which has none. */
function timesHere(): string {
  try {
    return readlinkSync('/proc/self/ns/time')
  } catch {
    return ''
  }
}

/**
 * The start time of a process: field 22 of stat (proc(5)). The name before it may contain blanks and brackets. Undefined where it can't be
 * read; empty for a zombie.
 */
function startOf(pid: string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? '' : fields[19]
  } catch {
    return undefined
  }
}
