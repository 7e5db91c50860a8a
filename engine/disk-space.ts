/** The file system of an engine's images. */
export interface DiskSpace {
  /** A directory on it, on the engine's host. */
  readonly path: string
  /** Bytes that may still be written. */
  readonly freeBytes: number
  readonly sizeBytes: number
}

/** The most that has to stay free on any disk, in bytes. */
const MOST_RESERVED = 2 * 1024 ** 3

/** How many bytes have to stay free: a share of the disk, at most 2 GiB. */
function reservedBytes({ sizeBytes }: DiskSpace, ratio: number): number {
  return Math.min(MOST_RESERVED, sizeBytes * ratio)
}

/** Says that too little is free for a pull or a build; undefined while there is enough. */
export function shortOfSpace(disk: DiskSpace, ratio: number): string | undefined {
  const reserved = reservedBytes(disk, ratio)
  if (disk.freeBytes >= reserved) return undefined
  return `${shown(disk.freeBytes)} of ${shown(disk.sizeBytes)} are free in ${disk.path}, less than ${shown(reserved)}`
}

function shown(bytes: number): string {
  return bytes < 1024 ** 3 ? `${Math.floor(bytes / 1024 ** 2)} MiB` : `${(bytes / 1024 ** 3).toFixed(1)} GiB`
}
