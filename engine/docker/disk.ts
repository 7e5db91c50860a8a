import { readFile, statfs } from 'node:fs/promises'
import { hostname, release } from 'node:os'
import { join } from 'node:path'
import type { DiskSpace } from '../disk-space.ts'
import { type Fields, textOf } from './answer.ts'
import { inTime } from './in-time.ts'

/** Where containerd keeps images, for engines that use its image store. */
const CONTAINERD_ROOT = '/var/lib/containerd'

/** How long a file system may take to answer, ms; a dead network file system never does. */
const PATIENCE_MS = 2_000

/** The machine that this process runs on. */
export interface Machine {
  readonly hostname: string
  readonly kernel: string
}

export interface Looking {
  readonly machine?: Machine
  readonly patienceMs?: number
  readonly space?: (path: string) => Promise<DiskSpace | undefined>
}

/**
 * The disk of a local engine's images, located by `GET /info`, as no engine reports free space. Undefined where the directory can't be seen
 * from here: from inside a container, or with an engine in a virtual machine or behind a socket forwarded by ssh.
 */
export async function diskOf(
  info: Fields,
  { machine = { hostname: hostname(), kernel: release() }, patienceMs = PATIENCE_MS, space = spaceAt }: Looking = {},
): Promise<DiskSpace | undefined> {
  const root = textOf(info['DockerRootDir'])
  if (!root.startsWith('/') || /Docker Desktop/i.test(textOf(info['OperatingSystem']))) return undefined
  const read = async () => {
    if (!(await isHere(root, info, machine))) return undefined
    const others = usesContainerd(info) ? [CONTAINERD_ROOT] : []
    const found = await Promise.all([root, ...others].map(space))
    return found.filter((disk) => disk !== undefined).sort((a, b) => a.freeBytes - b.freeBytes)[0]
  }
  return await inTime(`disk of ${textOf(info['ID'])} ${root}`, read, patienceMs)
}

/**
 * Whether the directory belongs to that engine. Engines since 23.0 keep their id there. Where it can't be read (older engine, or not root),
 * host name and kernel have to match those of the engine.
 */
async function isHere(root: string, info: Fields, machine: Machine): Promise<boolean> {
  const id = await readFile(join(root, 'engine-id'), 'utf8').catch(() => undefined)
  if (id !== undefined) return id.trim() === textOf(info['ID'])
  return textOf(info['Name']) === machine.hostname && textOf(info['KernelVersion']) === machine.kernel
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
