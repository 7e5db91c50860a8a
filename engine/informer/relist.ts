import { composeLabels, labels } from '../../api/v1/labels.ts'
import type { Engine } from '../engine.ts'
import { isEngineError } from '../errors.ts'
import type { Run } from '../run.ts'
import { isUntold } from '../volume/left-out.ts'
import type { InformerOptions } from './context.ts'
import type { Reader } from './reader.ts'

export interface Relisted {
  readonly again: readonly string[]
  readonly failed: readonly string[]
  /** Whether volumes may be missing from the list. */
  readonly isPartial: boolean
}

/**
 * Lists everything and reads each container: afterwards the inventory has the host's state at the request, plus later changes. Resolves
 * with the containers to read again: `again` changed meanwhile, `failed` could not be read.
 */
export async function relist(options: InformerOptions, reader: Reader, run: Run): Promise<Relisted> {
  const { engine, inventory, installation } = options
  const asked = inventory.stamp()
  const [containers, composed, networks, volumes] = await Promise.all([
    engine.listContainers({ labels: [`${labels.installation}=${installation}`], adoptable: true }, run),
    engine.listContainers({ labels: [composeLabels.project] }, run),
    engine.listNetworks({}, run),
    engine.listVolumes({}, run),
  ])
  const containerIds = new Set(containers.map(({ id }) => id))
  const unlisted = inventory.applyLists(engine.node, { containerIds, composed, networks, volumes }, asked)
  // Foreign containers that a loop asked for are not listed, but are read too.
  const known = inventory.host(engine.node)?.containers.keys() ?? []
  const again: string[] = []
  const readOne = async (id: string) => {
    if ((await reader.container(id, run)) === 'again') again.push(id)
  }
  const ids = [...new Set([...containerIds, ...known])]
  // In parallel: an engine may search long for a missing plugin.
  const [failed] = await Promise.all([
    readEach(engine, { names: ids, read: readOne }, run),
    readVolumes(unlisted, reader, run),
  ])
  await readEach(engine, { names: inventory.keepImages(engine.node), read: (name) => reader.image(name, run) }, run)
  return { again, failed, isPartial: volumes.warnings.length > 0 }
}

interface Reads {
  readonly names: readonly string[]
  read(name: string): Promise<void>
}

/**
 * Reads objects in parallel, and resolves with those that the engine can't read: one must not hide the others. Rejects where the engine
 * is not alive, or something keeps us from reading such objects. It may not answer for one object, such as a container that it is starting
 * whose volume does not mount; `info` it answers at once if it is alive.
 */
async function readEach(engine: Engine, { names, read }: Reads, run: Run): Promise<readonly string[]> {
  const failed: string[] = []
  let isSilent = false
  const readOne = async (name: string) => {
    try {
      await read(name)
    } catch (error) {
      if (!isEngineError(error) || error.keepsOut || isEngineError(error, 'Unreachable', 'Cancelled')) throw error
      isSilent ||= isEngineError(error, 'Timeout', 'Unavailable')
      failed.push(name)
    }
  }
  await Promise.all(names.map(readOne))
  if (isSilent) await engine.info({}, run)
  return failed
}

/** Lists volumes only; resolves with whether some may be missing. */
export async function relistVolumes(
  { engine, inventory }: InformerOptions,
  reader: Reader,
  run: Run,
): Promise<boolean> {
  const asked = inventory.stamp()
  const list = await engine.listVolumes({}, run)
  await readVolumes(inventory.applyVolumes(engine.node, list, asked), reader, run)
  return list.warnings.length > 0
}

/** Reads volumes by name: an engine's list silently leaves out those of a missing plugin, while an inspect reports the error. */
async function readVolumes(names: readonly string[], reader: Reader, run: Run): Promise<void> {
  const unlessUntold = (error: unknown) => {
    if (!isUntold(error)) throw error
  }
  await Promise.all(names.map((name) => reader.volume(name, run).catch(unlessUntold)))
}
