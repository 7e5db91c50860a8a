import type { V1Service } from '../../../api/v1/generated/types.ts'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import { fullName } from '../../../api/v1/image-reference.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { isImageId } from '../../../api/v1/pinned-image.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ActRequest } from '../../../api/v1/installation/requests.ts'
import { isRetiring } from '../../../controllers/task/phase.ts'
import { isSameImage, pinOf } from '../../../controllers/task/pin.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { Core } from '../open/core.ts'
import { shortPin } from './pull-images.ts'
import { resolvedBefore } from './resolved-images.ts'

/** A tag that a service runs, on a node with one of its tasks. */
interface RunTag {
  readonly service: V1Service
  readonly node: string
  readonly image: string
  /** The image that the tag referred to when the revision first ran. */
  readonly pinned: string
}

/** The resolved tags of running services, each on the node of its first task. Pure. */
function tagsRun(services: Iterable<V1Service>, store: Store): readonly RunTag[] {
  return [...services].flatMap((service) => {
    const { build, image } = service.spec.template
    const tasks = [...store.by('Task', 'service', keyOf(service)).values()]
    const node = tasks.find((task) => task.spec.node !== undefined && !isRetiring(task))?.spec.node
    const pinned = node === undefined ? undefined : resolvedOn(service, node, store)
    return build || image === undefined || node === undefined || pinned === undefined
      ? []
      : [{ service, node, image, pinned }]
  })
}

function resolvedOn(service: V1Service, node: string, store: Store): string | undefined {
  const { image, ids } = resolvedBefore(service, store) ?? {}
  return image !== undefined && isImageId(image) ? (ids?.[node] ?? image) : image
}

/** The warning that a tag refers to another image on the node by now, as after a manual build or pull; undefined if it does not. Pure. */
function movedWords({ service, node, image, pinned }: RunTag, found: ImageInspect | undefined): string | undefined {
  if (!found || isSameImage(found, pinned)) return undefined
  const became = `${shortPin(pinned)} → ${shortPin(pinOf(found, image))}`
  return `${keyOf(service)} goes on with the image that ${image} meant when it first ran: on ${node} it means another one by now (${became}), which another tag rolls out, or an apply with --pull`
}

/** The same warnings for observed nodes. Pure. */
export function movedIn(
  nodes: readonly { readonly node: string; readonly observed: { readonly images: readonly ImageInspect[] } }[],
  services: readonly V1Service[],
  store: Store,
): readonly string[] {
  return tagsRun(services, store).flatMap((tag) => {
    const images = nodes.find(({ node }) => node === tag.node)?.observed.images
    return (
      movedWords(
        tag,
        images?.find(({ RepoTags }) => RepoTags?.some((name) => fullName(name) === fullName(tag.image))),
      ) ?? []
    )
  })
}

interface Acting {
  readonly keys: readonly Key[]
  readonly request: Pick<ActRequest, 'wait' | 'signal'>
}

/** Passes on the events of a command, inserting these warnings before the outcome if the command waits. */
export async function* tellingMoved(
  events: AsyncIterable<ProgressEvent>,
  core: Core,
  { keys, request: { wait, signal } }: Acting,
): AsyncGenerator<ProgressEvent> {
  for await (const event of events) {
    if (wait && event.type === 'outcome' && LOOKED.has(event.exit)) yield* await movedNow(core, keys, signal)
    yield event
  }
}

/** Exit codes of a wait that has observed the hosts. */
const LOOKED: ReadonlySet<number> = new Set([exits.converged, exits.failed])

async function movedNow(core: Core, keys: readonly Key[], signal: AbortSignal): Promise<ProgressEvent[]> {
  const services = keys.flatMap((key) => core.store.get('Service', key) ?? [])
  const asked = new Map<string, ReturnType<typeof imageNow>>()
  const imageOf = (tag: RunTag) => {
    const key = `${tag.node} ${tag.image}`
    const answer = asked.get(key) ?? imageNow(core, tag, signal)
    asked.set(key, answer)
    return answer
  }
  const tags = tagsRun(services, core.store)
  const words = await Promise.all(tags.map(async (tag) => movedWords(tag, await imageOf(tag))))
  return words.flatMap((message) => (message === undefined ? [] : { type: 'warning', message }))
}

/** The image that the tag refers to now; undefined if the engine does not answer, which is no failure here. */
async function imageNow(core: Core, { service, node, image: name }: RunTag, signal: AbortSignal) {
  const run = { signal, object: `Service/${keyOf(service)}`, reason: 'whether its tag means what it runs' }
  return await (await core.engines())
    .get(node)
    ?.inspectImage({ name }, run)
    .catch(() => undefined)
}
