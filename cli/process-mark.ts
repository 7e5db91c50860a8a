import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { isAlive } from '../api/v1/language/is-alive.ts'

/** How a process is told from all others, also when another one has its pid by now. */
export interface ProcessMarks {
  /** That of a process that runs now; undefined where it can't be told. */
  markOf(pid: number): string | undefined
  /** What has become of the process of a mark: it runs, has provably ended, or is of another machine, boot or container. */
  stateOf(mark: string): 'runs' | 'ended' | 'elsewhere'
}

/** Marks are `WHERE PID START`: where pids count as they do here, and the clock tick at which the kernel started the process. */
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

/** Not every machine says which it is, and few containers do. */
export function machineId(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim()
  } catch {
    return ''
  }
}

/**
 * The boot of the machine and the namespaces that pids and ticks are counted in, hashed; undefined where /proc is not that of this
 * process. A container has pids of its own, so what another one has is elsewhere.
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

/** Kernels before 5.6 have one time for all. */
function timesHere(): string {
  try {
    return readlinkSync('/proc/self/ns/time')
  } catch {
    return ''
  }
}

/**
 * The 22nd field of proc(5)'s stat, past a name that may have blanks and brackets; undefined where it may not be read. Of a process
 * that was killed, and that its parent does not ask after, it is empty.
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
