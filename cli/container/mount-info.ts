import { mountLines } from '../../store/source/disk/mount-table.ts'

/** What /proc/self/mountinfo says of the container that a process is in. */
export interface MountInfo {
  /** Ids of the Docker containers whose files stand for /etc/hostname, /etc/hosts or /etc/resolv.conf; empty outside of one. */
  readonly ids: readonly string[]
  /** Where anything is mounted. */
  readonly points: ReadonlySet<string>
}

/** Docker keeps these files in a directory that bears the container's id, and binds them; a host name may be any. */
const OF_CONTAINER = /\/containers\/([0-9a-f]{64})\/(?:hostname|hosts|resolv\.conf)$/

/** Reads the text of a mountinfo. */
export function readMountInfo(text: string): MountInfo {
  const ids = new Set<string>()
  const points = new Set<string>()
  for (const { part, at } of mountLines(text)) {
    points.add(at)
    const id = OF_CONTAINER.exec(part)?.[1]
    if (id !== undefined && at.startsWith('/etc/')) ids.add(id)
  }
  return { ids: [...ids], points }
}
