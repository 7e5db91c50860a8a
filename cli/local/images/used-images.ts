import { oncePerKey } from '../../../api/v1/language/once-per-key.ts'
import { by } from '../../../api/v1/language/by.ts'
import { composeLabels, labels } from '../../../api/v1/labels.ts'
import { isKeptFailure, keyFor } from '../../../api/v1/names.ts'
import type { UsageRequest } from '../../../api/v1/installation/usage.ts'
import type { UsedImage } from '../../../api/v1/installation/used-images.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { isEngineError, unlessGone } from '../../../engine/errors.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'
import type { Core } from '../open/core.ts'

interface Looking {
  readonly core: Core
  readonly loops: Loops
}

/** The images of the containers of a stack, or of all; inspects each image once per engine. */
export async function usedImages({ core, loops }: Looking, { stack, signal }: UsageRequest): Promise<UsedImage[]> {
  const engines = await core.engines()
  const once = oncePerKey<Promise<Found>>()
  const inspect = async (node: string, name: string): Promise<Found> => {
    const run = { signal, object: `Node/${node}`, reason: 'a person asks for the images in use' }
    const engine = engines.get(node)
    return engine ? await once(`${node} ${name}`, () => find(engine.inspectImage({ name }, run))) : 'gone'
  }
  const found = loops.inventory
    .hosts()
    .flatMap(({ node, containers }) =>
      [...containers.values()]
        .filter(
          ({ Name, Config: { Labels } }) => isOfTask(Labels ?? {}, core.installation, stack) && !isKeptFailure(Name),
        )
        .map(async (container) => imageOf(container, node, { core, found: await inspect(node, container.Image) })),
    )
  return (await Promise.all(found)).sort(by(({ stack, task }) => keyFor(stack, task)))
}

/** An image may be removed while its container still runs. */
type Found = ImageInspect | 'gone' | 'unknown'

/** Inspects an image. If the engine does not answer, `unknown`: its containers are listed anyway, and the node reports the error itself. */
async function find(inspecting: Promise<ImageInspect>): Promise<Found> {
  try {
    return (await unlessGone(inspecting)) ?? 'gone'
  } catch (error) {
    if (!isEngineError(error) || error.code === 'Cancelled') throw error
    return 'unknown'
  }
}

function isOfTask(own: Readonly<Record<string, string>>, installation: string, stack: string | undefined): boolean {
  if (own[labels.installation] !== installation || own[labels.task] === undefined) return false
  return stack === undefined || own[labels.stack] === stack
}

function imageOf(
  { Config, Image: id }: HostContainer,
  node: string,
  { core: { store }, found }: { readonly core: Pick<Core, 'store'>; readonly found: Found },
): UsedImage {
  const { [labels.stack]: stack = '', [labels.task]: task = '', ...own } = Config.Labels ?? {}
  const service = store.get('Task', keyFor(stack, task))?.spec.service ?? own[composeLabels.service] ?? task
  const name = Config.Image ?? id
  return { ...{ stack, service, task, node, image: name, id }, ...factsOf(name, found) }
}

function factsOf(name: string, image: Found): Partial<UsedImage> {
  if (image === 'unknown') return { unknown: true }
  if (image === 'gone') return {}
  const digest = digestOf(name, image.RepoDigests ?? [])
  return {
    ...(digest === undefined ? {} : { digest }),
    ...(image.Size === undefined ? {} : { sizeBytes: image.Size }),
    ...(image.Created === undefined ? {} : { createdAt: image.Created }),
  }
}

/** The digest of the repository in the name, as an image may have several. */
function digestOf(name: string, digests: readonly string[]): string | undefined {
  const repository = name.replace(/@.*$/, '').replace(/:[^/]*$/, '')
  return (digests.find((each) => each.startsWith(`${repository}@`)) ?? digests[0])?.replace(/^.*@/, '')
}
