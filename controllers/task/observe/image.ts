import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { isImageId } from '../../../api/v1/pinned-image.ts'
import { mountedImages } from '../../../api/v1/template-refs.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { present } from '../../../engine/container/present.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { because, endedBy, type Run } from '../../../engine/run.ts'
import { lookUpImage } from '../../image/look-up.ts'
import { notePull } from '../../image/last-pull.ts'
import { noteOwnImage, type OwnImage } from '../../image/own.ts'
import { engineOf } from '../../runtime/engine-of.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { Flight } from '../../runtime/single-flight.ts'
import { buildArgs, withBuildBytes } from '../act/build-args.ts'
import { digestOf, imageOf } from '../pin.ts'
import { baseTasks, isBuilt, tagsOf } from '../act/base-images.ts'
import { proxiesOn } from '../act/create-body.ts'
import { withProgress } from '../act/progress.ts'
import { pullLogin, type Wanted } from '../act/pull-login.ts'
import type { TaskView } from '../view.ts'

/** The state of a task's image by the inventory. Under the pull policy `Always` it is `stale` until this task has pulled it. */
export function imageState(task: V1Task, ports: Ports): TaskView['image'] {
  const image = imageOf(task, ports)
  const known = ports.inventory.image(task.spec.node ?? '', image)
  if (known === undefined) return 'unknown'
  if (known === 'absent') return 'absent'
  const asked = task.status?.imageID !== undefined || isImageId(image)
  return task.spec.template.pullPolicy === 'Always' && !asked && !task.spec.template.build ? 'stale' : 'present'
}

/** The first mounted image that is not known to be on the task's node. */
export function lackedMount(task: V1Task, { inventory }: Ports): TaskView['lackedMount'] {
  for (const name of mountedImages(task.spec.template)) {
    const known = inventory.image(task.spec.node ?? '', name)
    if (known === undefined) return { name, state: 'unknown' }
    if (known === 'absent') return { name, state: 'absent' }
  }
  return undefined
}

/** An image to get for a task: `image`, or else the one that it runs. */
interface Getting {
  readonly task: V1Task
  readonly image?: string | undefined
}

/** Inspects an image on the node and caches the answer. All tasks that wait for the same image share one call. */
export async function inspectImage({ task, image }: Getting, ports: Ports, run: Run): Promise<void> {
  const node = task.spec.node ?? ''
  const name = image ?? imageOf(task, ports)
  const lookUp = ({ signal }: Flight) => lookUpImage({ node, name }, ports, endedBy(run, signal))
  await ports.once(`image ${node} ${name}`, lookUp, { signal: run.signal })
}

/** Pulls an image. All tasks that wait for the same image on a node share one pull. */
export async function pullImage({ task, image: mounted }: Getting, ports: Ports, run: Run): Promise<void> {
  const node = task.spec.node ?? ''
  const image = mounted ?? imageOf(task, ports)
  const before = idOf(ports.inventory.image(node, image))
  const reason = before === undefined ? `${image} is not on ${node}` : `its pull policy has ${image} asked for anew`
  await pull({ task, image }, ports, because(run, reason)).catch(async (error: unknown) => {
    const digest = mounted === undefined ? digestOf(task, ports) : undefined
    if (digest === undefined || digest === image || !isEngineError(error, 'NotFound')) throw error
    const instead = because(run, `its revision runs that, and the registry has no ${image}`)
    await pull({ task, image: digest }, ports, instead).catch((other: unknown) => {
      throw isEngineError(other, 'NotFound') ? error : other
    })
    await engineOf(node, ports).tagImage({ name: digest, tag: image }, instead)
  })
  await inspectImage({ task, image }, ports, run)
  if (mounted === undefined) noteImage(task, ports)
  notePull(ports.store, { image, at: ports.clock.now() })
  // An image that had this name before may have been brought by somebody else.
  noteOwn({ node, name: image, names: [image] }, ports, before)
}

async function pull({ task, image }: Getting & { readonly image: string }, ports: Ports, run: Run): Promise<void> {
  const node = task.spec.node ?? ''
  const getting = { task, reason: taskReasons.pulling, words: `pulling ${image}` }
  const { platform } = task.spec.template
  const call = async ({ signal, onProgress }: Flight) =>
    engineOf(node, ports).pullImage(
      { image, onProgress, ...present({ platform, login: await pullLogin(wantedFor(task, image), ports) }) },
      endedBy(run, signal),
    )
  const { signal } = run
  await withProgress(getting, ports, (onProgress) =>
    ports.once(`pull ${node} ${image}${secretsOf(task)}`, call, { signal, onProgress }),
  )
}

function noteOwn(
  { name, ...own }: Omit<OwnImage, 'id'> & { readonly name: string },
  { store, inventory }: Ports,
  before?: string,
): void {
  const image = inventory.image(own.node, name)
  if (image === undefined || image === 'absent' || image.Id === before) return
  noteOwnImage(store, { ...own, id: image.Id })
}

function idOf(image: ReturnType<Ports['inventory']['image']>): string | undefined {
  return image === 'absent' ? undefined : image?.Id
}

function wantedFor({ metadata, spec }: V1Task, image: string): Wanted {
  return { image, node: spec.node ?? '', stack: metadata.namespace ?? '', template: spec.template }
}

/** The Secrets of a pull, as part of its key: a pull with others is not shared, as it may succeed where one without fails. */
function secretsOf({ metadata, spec }: V1Task): string {
  const { imagePullSecrets = [] } = spec.template
  return imagePullSecrets.length === 0 ? '' : ` as ${metadata.namespace} ${imagePullSecrets.join(' ')}`
}

/** Builds a task's image, after those base images that its stack builds. Services of a node with the same build share it. */
export async function buildImage(task: V1Task, ports: Ports, run: Run): Promise<void> {
  await buildBases(task, ports, run)
  await buildOne(task, ports, run)
}

/** Builds the base images of a task that its stack builds and that are not on its node, under the names in its Dockerfile. */
export async function buildBases(task: V1Task, ports: Ports, run: Run): Promise<void> {
  for (const base of baseTasks(task, ports)) {
    if (isBuilt(base, ports) === undefined)
      for (const image of tagsOf(base.spec)) await inspectImage({ task: base, image }, ports, run)
    if (!isBuilt(base, ports)) await buildOne(base, ports, run)
  }
}

async function buildOne(task: V1Task, ports: Ports, run: Run): Promise<void> {
  const node = task.spec.node ?? ''
  const image = imageOf(task, ports)
  const getting = { task, reason: taskReasons.building, words: `building ${image}` }
  const args = buildArgs(task, ports)
  const reason = `${image} is not on ${node}${args.buildkit === undefined ? '' : `; BuildKit builds it: ${args.buildkit}`}`
  const proxies = proxiesOn(node, ports)
  const build = async ({ signal, onProgress }: Flight) =>
    engineOf(node, ports).buildImage(
      { ...(await withBuildBytes(args, { ...wantedFor(task, image), ...present({ proxies }) }, ports)), onProgress },
      endedBy(because(run, reason), signal),
    )
  const { signal } = run
  await withProgress(getting, ports, (onProgress) =>
    ports.once(`build ${node} ${args.tags.join(' ')}`, build, { signal, onProgress }),
  )
  await inspectImage({ task }, ports, run)
  const made = ports.inventory.image(node, image)
  if (made && made !== 'absent') for (const tag of args.tags) ports.inventory.putImage(node, tag, made)
  noteOwn({ node, name: image, names: args.tags, isBuilt: true }, ports)
}

/** Notes the image in the task's status, which also tells that the registry was asked for this task. */
function noteImage(task: V1Task, ports: Ports): void {
  const image = ports.inventory.image(task.spec.node ?? '', imageOf(task, ports))
  if (image === undefined || image === 'absent') return
  ports.store.update('Task', keyOf(task), (draft) => {
    draft.status = { ...draft.status, imageID: image.Id }
  })
}
