import { composeLabels, labels } from '../../api/v1/labels.ts'
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
  const [again, failed, silent]: [string[], string[], string[]] = [[], [], []]
  const readOne = async (id: string) => {
    const outcome = await reader.container(id, run).catch(unlessSilent)
    if (outcome === 'again') again.push(id)
    if (outcome === undefined) failed.push(id)
    if (outcome === 'silent') silent.push(id)
  }
  const ids = [...new Set([...containerIds, ...known])]
  // In parallel: an engine may search long for a missing plugin.
  await Promise.all([...ids.map(readOne), readVolumes(unlisted, reader, run)])
  // An engine does not answer for a container that it is starting, for example one whose volume does not mount. `info` it answers at once
  // if it is alive.
  if (silent.length > 0) await engine.info({}, run)
  const images = inventory.keepImages(engine.node)
  await Promise.all(images.map((name) => reader.image(name, run).catch(unlessBroken)))
  return { again, failed: [...failed, ...silent], isPartial: volumes.warnings.length > 0 }
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

function unlessSilent(error: unknown): 'silent' | undefined {
  return isEngineError(error, 'Timeout') ? 'silent' : unlessBroken(error)
}

/** A single object that the engine can't read must not hide the others. */
function unlessBroken(error: unknown): undefined {
  if (!isEngineError(error, 'Internal')) throw error
}
