import { composeLabels, labels } from '../api/v1/labels.ts'
import { containerName, failedContainerName, temporaryContainerName } from '../api/v1/names.ts'
import { nameOf } from './container/name.ts'
import { isOneOff } from './container/one-off.ts'
import type { Engine } from './engine.ts'
import { unlessGone } from './errors.ts'
import type { Run } from './run.ts'
import type { ContainerInspect, ContainerSummary } from './types/container.ts'
import type { StringMap } from './types/string-map.ts'

/** How many images' labels are cached: few containers have a name that does not match their labels. */
const MOST_IMAGES = 256

/**
 * Wraps an engine so that labels which a container inherits from its image don't make it ours. `docker commit` copies all labels of a
 * container to the image; a container that somebody runs from that, for example to look into a failure, must not be removed (S4).
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

/**
 * Whether a container is a one-off only by labels of its image. Ours has a spec hash that its image's labels can't have, as the hash covers
 * the image.
 */
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

/** Whether a container has a task label, but none of the names that we give: the name may be from its manifest, a person, or the engine. */
function isNamedOtherwise(container: ContainerInspect): boolean {
  const said = container.Config.Labels ?? {}
  if (said[labels.task] === undefined) return false
  const slot = Number(said[composeLabels.containerNumber])
  const usual = containerName(said[labels.stack] ?? '', said[labels.name] ?? '', slot)
  const revision = said[labels.createdByRevision] ?? ''
  return ![usual, temporaryContainerName(usual, revision), failedContainerName(usual)].includes(nameOf(container))
}

/** Removes the labels that a container has from an image of a task's container. */
function ofImage(container: ContainerInspect, image: StringMap): ContainerInspect {
  const { Labels: said } = container.Config
  if (!said || image[labels.task] === undefined || image[labels.task] !== said[labels.task]) return container
  const own = Object.fromEntries(Object.entries(said).filter(([label, value]) => image[label] !== value))
  return { ...container, Config: { ...container.Config, Labels: own } }
}
