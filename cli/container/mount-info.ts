import { mountLines } from '../../store/source/disk/mount-table.ts'

/** What /proc/self/mountinfo tells about the container of a process. */
export interface MountInfo {
  /** Ids of the Docker containers that /etc/hostname, /etc/hosts or /etc/resolv.conf are mounted from; empty outside of a container. */
  readonly ids: readonly string[]
  /** All mount points. */
  readonly points: ReadonlySet<string>
}

/** Docker keeps these files in a directory named after the container's id and bind-mounts them. The host name is no reliable id. */
const OF_CONTAINER = /\/containers\/([0-9a-f]{64})\/(?:hostname|hosts|resolv\.conf)$/

/** Parses mountinfo. */
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
