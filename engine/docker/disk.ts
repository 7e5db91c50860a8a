import { statfs } from 'node:fs/promises'
import type { DiskSpace } from '../disk-space.ts'
import { type Fields, textOf } from './answer.ts'

/** Where containerd has its images, for an engine that keeps them there. */
const CONTAINERD_ROOT = '/var/lib/containerd'

/**
 * The disk that an engine of this machine keeps its images in, as `GET /info` says where that is: no engine says how full it is.
 * Undefined where the directory is not to be seen from here, as from a container, or is inside of a virtual machine.
 */
export async function diskOf(info: Fields): Promise<DiskSpace | undefined> {
  const root = textOf(info['DockerRootDir'])
  if (!root.startsWith('/') || /Docker Desktop/i.test(textOf(info['OperatingSystem']))) return undefined
  const others = usesContainerd(info) ? [CONTAINERD_ROOT] : []
  const found = await Promise.all([root, ...others].map(spaceAt))
  return found.filter((disk) => disk !== undefined).sort((a, b) => a.freeBytes - b.freeBytes)[0]
}

async function spaceAt(path: string): Promise<DiskSpace | undefined> {
  try {
    const { bavail, blocks, bsize } = await statfs(path)
    return blocks === 0 ? undefined : { path, freeBytes: bavail * bsize, sizeBytes: blocks * bsize }
  } catch {
    return undefined
  }
}

function usesContainerd({ DriverStatus: rows }: Fields): boolean {
  return Array.isArray(rows) && rows.some((row) => String(row).includes('io.containerd.snapshotter'))
}
