import { labels } from '../../api/v1/labels.ts'
import type { Engine } from '../../engine/engine.ts'
import { isEngineError, unlessGone } from '../../engine/errors.ts'
import type { ContainerBody } from '../../engine/types/container.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import type { Acting } from './act.ts'

/**
 * The volumes that a container is to mount, as they are just before its create; undefined where one is missing. An engine makes a
 * missing volume without a word: no lost data is to be replaced by an empty one.
 */
export async function volumesBefore(engine: Engine, acting: Acting): Promise<readonly VolumeInspect[] | undefined> {
  const found: VolumeInspect[] = []
  const names = volumesIn(acting.seen.wanted?.body)
  for (const name of names) {
    const volume = await look(name, engine, acting)
    if (volume) found.push(volume)
    else acting.ports.inventory.dropVolume(engine.node, name)
  }
  return found.length === names.length ? found : undefined
}

/**
 * Whether the create of a container, not started yet, made volumes of ours anew that were gone by then, empty: then it takes both
 * away again, so that the loss is seen as one. They are told by their labels, which nothing changes in place: what an engine makes
 * by itself has none. (`CreatedAt` is no sign: it moves with what is done to the directory.)
 */
export async function undoEmptyVolumes(
  id: string,
  before: readonly VolumeInspect[],
  { engine, acting }: { readonly engine: Engine; readonly acting: Acting },
): Promise<boolean> {
  const { ports, run } = acting
  const isOurs = ({ Labels }: VolumeInspect) => Labels?.[labels.installation] === ports.installation
  const made: string[] = []
  for (const { Name } of before.filter(isOurs)) {
    const now = await look(Name, engine, acting)
    if (now && !isOurs(now)) made.push(Name)
  }
  if (made.length === 0) return false
  await unlessGone(engine.removeContainer({ id, force: true, volumes: true }, run))
  ports.inventory.dropContainer(engine.node, id)
  for (const name of made) {
    await unlessGone(engine.removeVolume({ name }, run))
    ports.inventory.dropVolume(engine.node, name)
  }
  return true
}

async function look(name: string, engine: Engine, { run }: Acting): Promise<VolumeInspect | undefined> {
  try {
    return await engine.inspectVolume({ name }, run)
  } catch (error) {
    if (!isEngineError(error, 'NotFound')) throw error
    return undefined
  }
}

function volumesIn(body: ContainerBody | undefined): readonly string[] {
  return (body?.HostConfig?.Mounts ?? []).flatMap(({ Type, Source }) => (Type === 'volume' && Source ? [Source] : []))
}
