import { readFile, statfs } from 'node:fs/promises'
import { hostname, release } from 'node:os'
import { join } from 'node:path'
import type { DiskSpace } from '../disk-space.ts'
import { type Fields, textOf } from './answer.ts'
import { inTime } from './in-time.ts'

/** Where containerd has its images, for an engine that keeps them there. */
const CONTAINERD_ROOT = '/var/lib/containerd'

/** How long a file system may take to answer, ms: one whose server is gone never does. */
const PATIENCE_MS = 2_000

/** The machine that this process runs on. */
export interface Machine {
  readonly hostname: string
  readonly kernel: string
}

/** From where it is looked, for how long, and by what. */
export interface Looking {
  readonly machine?: Machine
  readonly patienceMs?: number
  readonly space?: (path: string) => Promise<DiskSpace | undefined>
}

/**
 * The disk that an engine of this machine keeps its images in, as `GET /info` says where that is: no engine says how full it is.
 * Undefined where the directory is not to be seen from here, as from a container, or is inside of a virtual machine or on
 * another machine, whose socket ssh forwards to here.
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
 * Whether the directory here is that engine's: it keeps its id there since 23.0. Where that is not to be read, as engines before
 * have none and root alone may look, the machine's name and kernel are to be those that the engine tells.
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
