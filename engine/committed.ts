import { composeLabels, labels } from '../api/v1/labels.ts'
import { containerName, failedContainerName, temporaryContainerName } from '../api/v1/names.ts'
import { nameOf } from './container/name.ts'
import { isOneOff } from './container/one-off.ts'
import type { Engine } from './engine.ts'
import { unlessGone } from './errors.ts'
import type { Run } from './run.ts'
import type { ContainerInspect, ContainerSummary } from './types/container.ts'
import type { StringMap } from './types/string-map.ts'

/** Images whose labels are remembered: few containers have names that their labels do not say. */
const MOST_IMAGES = 256

/**
 * The same engine, in whose answers a container is none of ours for labels that it has of its image. `docker commit` gives an image all
 * labels of the container that it is made of; what somebody runs of that, as to look into a failure, nobody may end (S4).
 */
export function withoutCommitted(engine: Engine): Engine {
  const known = new Map<string, StringMap>()
  return {
    ...engine,
    async inspectContainer(args, run) {
      const found = await engine.inspectContainer(args, run)
      if (!isNamedOtherwise(found)) return found
      const name = found.Image
      const own = known.get(name) ?? (await labelsOfImage(engine, name, run))
      if (known.size >= MOST_IMAGES) known.clear()
      known.set(name, own)
      return ofImage(found, own)
    },
  }
}

/** Whether a container is a one-off by labels of its image alone: the hash of one that we make covers its image, and is not in that. */
export async function isOneOffByImage(
  { imageID: name, labels: said }: Pick<ContainerSummary, 'imageID' | 'labels'>,
  engine: Pick<Engine, 'inspectImage'>,
  run: Run,
): Promise<boolean> {
  const own = await labelsOfImage(engine, name, run)
  return isOneOff(own) && own[labels.specHash] === said[labels.specHash]
}

async function labelsOfImage(engine: Pick<Engine, 'inspectImage'>, name: string, run: Run): Promise<StringMap> {
  return (await unlessGone(engine.inspectImage({ name }, run)))?.Config?.Labels ?? {}
}

/** Whether it says that it is a task's, and has no name that follows from that: one of its manifest, of a person, or of the engine. */
function isNamedOtherwise(container: ContainerInspect): boolean {
  const said = container.Config.Labels ?? {}
  if (said[labels.task] === undefined) return false
  const slot = Number(said[composeLabels.containerNumber])
  const usual = containerName(said[labels.stack] ?? '', said[labels.name] ?? '', slot)
  const revision = said[labels.createdByRevision] ?? ''
  return ![usual, temporaryContainerName(usual, revision), failedContainerName(usual)].includes(nameOf(container))
}

/** The container without what it has of an image that was made of a task's container. */
function ofImage(container: ContainerInspect, image: StringMap): ContainerInspect {
  const { Labels: said } = container.Config
  if (!said || image[labels.task] === undefined || image[labels.task] !== said[labels.task]) return container
  const own = Object.fromEntries(Object.entries(said).filter(([label, value]) => image[label] !== value))
  return { ...container, Config: { ...container.Config, Labels: own } }
}
