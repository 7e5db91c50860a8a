/** What /proc/self/mountinfo says of the container that a process is in. */
export interface MountInfo {
  /** Ids of the Docker containers whose files stand for /etc/hostname, /etc/hosts or /etc/resolv.conf; empty outside of one. */
  readonly ids: readonly string[]
  /** Where anything is mounted. */
  readonly points: ReadonlySet<string>
}

/** Docker keeps these files in a directory that bears the container's id, and binds them; a host name may be any. */
const OF_CONTAINER = /\/containers\/([0-9a-f]{64})\/(?:hostname|hosts|resolv\.conf)$/

/** Reads the text of a mountinfo: `id parent device ROOT POINT options …`, with blanks as octal escapes. */
export function readMountInfo(text: string): MountInfo {
  const ids = new Set<string>()
  const points = new Set<string>()
  for (const line of text.split('\n')) {
    const [, , , root, point] = line.split(' ').map(unescape)
    if (root === undefined || point === undefined) continue
    points.add(point)
    const id = OF_CONTAINER.exec(root)?.[1]
    if (id !== undefined && point.startsWith('/etc/')) ids.add(id)
  }
  return { ids: [...ids], points }
}

function unescape(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
