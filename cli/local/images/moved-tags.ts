import type { V1Service } from '../../../api/v1/generated/types.ts'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import { fullName } from '../../../api/v1/image-reference.ts'
import { annotations, labels } from '../../../api/v1/labels.ts'
import { oncePerKey } from '../../../api/v1/language/once-per-key.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { PlannedCall } from '../../../api/v1/installation/plan-answer.ts'
import { idOn, pinnedImage, shortPin } from '../../../api/v1/pinned-image.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ActRequest } from '../../../api/v1/installation/requests.ts'
import { targetIn } from '../../../controllers/service/target.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import { isSameImage, pinOf } from '../../../controllers/task/pin.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { Core } from '../open/core.ts'
import { resolvedBefore } from './resolved-images.ts'
import { warnings } from '../warnings.ts'

/** A tag that a service runs, on a node with one of its tasks. */
interface RunTag {
  readonly service: V1Service
  readonly node: string
  readonly image: string
  /** The image that the tag referred to when the revision first ran. */
  readonly pinned: string
}

/** The resolved tags of running services, on one node alone where it is one image for all. Pure. */
function tagsRun(services: Iterable<V1Service>, store: Store): readonly RunTag[] {
  return [...services].flatMap((service) => {
    const tags = tagsOf(service, store)
    return resolvedBefore(service, store)?.ids === undefined ? tags.slice(0, 1) : tags
  })
}

/** The resolved tag of a running service, on each node with a task where it is known what that runs. Pure. */
function tagsOf(service: V1Service, store: Store): readonly RunTag[] {
  const { build, image } = service.spec.template
  const before = resolvedBefore(service, store)
  if (build || image === undefined || !before) return []
  const tasks = [...store.by('Task', 'service', keyOf(service)).values()].filter((task) => !isRetiring(task))
  const nodes = new Set(tasks.flatMap(({ spec }) => spec.node ?? []))
  return [...nodes].flatMap((node): readonly RunTag[] => {
    const pinned = idOn(node, before.image, before.ids)
    return pinned === undefined ? [] : [{ service, node, image, pinned }]
  })
}

/** What is said of tags, once for each service: of the first node where there is something to say. */
function oncePerService(said: readonly (readonly [RunTag, string | undefined])[]): readonly string[] {
  const words = new Map<Key, string>()
  for (const [{ service }, each] of said)
    if (each !== undefined && !words.has(keyOf(service))) words.set(keyOf(service), each)
  return [...words.values()]
}

/** The warning that a tag refers to another image on the node by now, as after a manual build or pull; undefined if it does not. Pure. */
function movedWords(tag: RunTag, found: ImageInspect | undefined): string | undefined {
  const { service, node, image, pinned } = tag
  if (!found || isSameImage(found, pinned)) return undefined
  const { name, namespace } = service.metadata
  return `${keyOf(service)} goes on with the image that ${image} meant when it first ran: on ${node} it means another one by now (${becameWords(tag, found)}), which \`reconcile restart ${name} -n ${namespace} --pull\` rolls out`
}

/** Nodes, with the images that they have. */
type Looked = readonly { readonly node: string; readonly observed: { readonly images: readonly ImageInspect[] } }[]

/** The same warnings for observed nodes. Pure. */
export function movedIn(nodes: Looked, services: readonly V1Service[], store: Store): readonly string[] {
  return oncePerService(tagsRun(services, store).map((tag) => [tag, movedWords(tag, foundIn(nodes, tag))]))
}

/**
 * What a plan says of services with a new template and the same tag, of which it creates containers: their new revision resolves the tag
 * where its first container is created, and on the other nodes too if each has its own. What it resolves to is what the containers are
 * created of. Not said if an apply with --pull has resolved it, or the revision ran before. Pure.
 */
export function changedIn(
  nodes: Looked,
  services: readonly V1Service[],
  {
    store,
    declared,
    calls,
  }: { readonly store: Store; readonly declared: Store; readonly calls: readonly PlannedCall[] },
): readonly string[] {
  const isResolvedAnew = (service: V1Service) => {
    const next = declared.get('Service', keyOf(service))
    const { image } = service.spec.template
    if (next?.spec.template.image !== image || next?.metadata.annotations?.[annotations.image] !== undefined)
      return false
    const revision = `${next?.metadata.name}-${next && targetIn(next, declared)?.hash}`
    const kept = store.get('Revision', keyFor(service.metadata.namespace, revision))
    return pinnedImage(kept?.spec, image) === undefined
  }
  const tags = services.filter(isResolvedAnew).flatMap((service) => tagsOf(service, store))
  return oncePerService(
    tags.flatMap((tag) => {
      const of = createdOf(tag, calls)
      return of === undefined ? [] : [[tag, changedWords(tag, foundIn(nodes, { ...tag, image: of }))] as const]
    }),
  )
}

function changedWords(tag: RunTag, found: ImageInspect | undefined): string | undefined {
  const { image, node, service, pinned } = tag
  if (!found || isSameImage(found, pinned)) return undefined
  return `the image of ${keyOf(service)} changes as well: on ${node}, ${image} means another one by now than it runs (${becameWords(tag, found)})`
}

/** The name of the image that the first new container of the service on the node is created of. */
function createdOf({ service: { metadata }, node }: RunTag, calls: readonly PlannedCall[]): string | undefined {
  for (const call of calls) {
    if (call.node !== node || call.method !== 'POST' || !call.path.startsWith('/containers/create')) continue
    const { Labels = {}, Image } = (call.body ?? {}) as Partial<CreateBody>
    if (Labels[labels.stack] === metadata.namespace && Labels[labels.name] === metadata.name) return Image
  }
  return undefined
}

interface CreateBody {
  readonly Labels: Readonly<Record<string, string>>
  readonly Image: string
}

function foundIn(nodes: Looked, { node, image }: Pick<RunTag, 'node' | 'image'>): ImageInspect | undefined {
  const images = nodes.find((each) => each.node === node)?.observed.images
  return images?.find(
    (each) => isSameImage(each, image) || each.RepoTags?.some((name) => fullName(name) === fullName(image)),
  )
}

function becameWords({ pinned, image }: RunTag, found: ImageInspect): string {
  return `${shortPin(pinned)} → ${shortPin(pinOf(found, image))}`
}

interface Acting {
  readonly keys: readonly Key[]
  readonly request: Pick<ActRequest, 'wait' | 'signal'>
  /** Whether the outcome may never come, as this process is replaced by what the command does: they are told once it was accepted. */
  readonly first?: boolean
}

/** Passes on the events of a command, inserting these warnings before the outcome if the command waits. */
export async function* tellingMoved(
  events: AsyncIterable<ProgressEvent>,
  core: Core,
  { keys, request: { wait, signal }, first = false }: Acting,
): AsyncGenerator<ProgressEvent> {
  let isDue = wait
  for await (const event of events) {
    if (isDue && (first ? event.type === 'state' : event.type === 'outcome' && LOOKED.has(event.exit))) {
      isDue = false
      yield* await movedNow(core, keys, signal)
    }
    yield event
  }
}

/** Exit codes of a wait that has observed the hosts. */
const LOOKED: ReadonlySet<number> = new Set([exits.converged, exits.failed])

async function movedNow(core: Core, keys: readonly Key[], signal: AbortSignal): Promise<readonly ProgressEvent[]> {
  const services = keys.flatMap((key) => core.store.get('Service', key) ?? [])
  const once = oncePerKey<ReturnType<typeof imageNow>>()
  const imageOf = (tag: RunTag) => once(`${tag.node} ${tag.image}`, () => imageNow(core, tag, signal))
  const tags = tagsRun(services, core.store)
  const said = tags.map(async (tag) => [tag, movedWords(tag, await imageOf(tag))] as const)
  return warnings(oncePerService(await Promise.all(said)))
}

/** The image that the tag refers to now; undefined if the engine does not answer, which is no failure here. */
async function imageNow(core: Core, { service, node, image: name }: RunTag, signal: AbortSignal) {
  const run = { signal, object: `Service/${keyOf(service)}`, reason: 'whether its tag means what it runs' }
  return await (await core.engines())
    .get(node)
    ?.inspectImage({ name }, run)
    .catch(() => undefined)
}
