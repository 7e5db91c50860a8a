import { composeLabels, labels } from '../../api/v1/labels.ts'
import { isEngineError } from '../errors.ts'
import type { Run } from '../run.ts'
import { isUntold } from '../volume/left-out.ts'
import type { InformerOptions } from './context.ts'
import type { Reader } from './reader.ts'

export interface Relisted {
  readonly again: readonly string[]
  readonly failed: readonly string[]
  /** Whether volumes may be missing in the list. */
  readonly isPartial: boolean
}

/**
 * Lists everything and reads each container: afterwards the inventory is what the host had when it was asked, plus what came
 * since. Resolves with the containers that have to be read again: `again` were overtaken, of `failed` the engine could tell nothing.
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
  // Foreign ones that a loop asked for are not in the list: they are read all the same.
  const known = inventory.host(engine.node)?.containers.keys() ?? []
  const [again, failed, silent]: [string[], string[], string[]] = [[], [], []]
  const readOne = async (id: string) => {
    const outcome = await reader.container(id, run).catch(unlessSilent)
    if (outcome === 'again') again.push(id)
    if (outcome === undefined) failed.push(id)
    if (outcome === 'silent') silent.push(id)
  }
  const ids = [...new Set([...containerIds, ...known])]
  // Beside each other: an engine may look for a plugin that is not there for long.
  await Promise.all([...ids.map(readOne), readVolumes(unlisted, reader, run)])
  // Of what it starts an engine says nothing meanwhile, as of one whose volume does not come: that it is there, it says at once.
  if (silent.length > 0) await engine.info({}, run)
  const images = inventory.keepImages(engine.node)
  await Promise.all(images.map((name) => reader.image(name, run).catch(unlessBroken)))
  return { again, failed: [...failed, ...silent], isPartial: volumes.warnings.length > 0 }
}

/** Lists volumes alone; resolves with whether some may be missing. */
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

/** An engine lists nothing of a plugin that is not there, nor says so: asked for a volume by its name it tells. */
async function readVolumes(names: readonly string[], reader: Reader, run: Run): Promise<void> {
  const unlessUntold = (error: unknown) => {
    if (!isUntold(error)) throw error
  }
  await Promise.all(names.map((name) => reader.volume(name, run).catch(unlessUntold)))
}

function unlessSilent(error: unknown): 'silent' | undefined {
  return isEngineError(error, 'Timeout') ? 'silent' : unlessBroken(error)
}

/** One object that the engine itself can't read must not hide all others. */
function unlessBroken(error: unknown): undefined {
  if (!isEngineError(error, 'Internal')) throw error
}
