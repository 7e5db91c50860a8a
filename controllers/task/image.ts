import type { V1EnvVar, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { pick } from '../../api/v1/pick.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { present } from '../../engine/container/present.ts'
import type { BuildArgs } from '../../engine/engine.ts'
import { because, type Run } from '../../engine/run.ts'
import { annotations } from '../../api/v1/labels.ts'
import { lookUpImage } from '../image/look-up.ts'
import { noteOwnImage, ownImages } from '../image/own.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Ports } from '../runtime/ports.ts'
import { declaredImage, imageOf } from './pin.ts'
import { withProgress } from './progress.ts'
import { buildLogins, pullLogin, type Wanted } from './pull-login.ts'
import type { TaskView } from './view.ts'

/** What the cache says of a task's image; `Always` asks the registry once per task. */
export function imageState(task: V1Task, ports: Ports): TaskView['image'] {
  const known = ports.inventory.image(task.spec.node ?? '', imageOf(task, ports))
  if (known === undefined) return 'unknown'
  if (known === 'absent') return 'absent'
  const asked = task.status?.imageID !== undefined
  return task.spec.template.pullPolicy === 'Always' && !asked && !task.spec.template.build ? 'stale' : 'present'
}

/** Looks an image up on the node and keeps the answer. */
export async function inspectImage(task: V1Task, ports: Ports, run: Run): Promise<void> {
  const node = task.spec.node ?? ''
  const name = imageOf(task, ports)
  await ports.once(`image ${node} ${name}`, async () => void (await lookUpImage({ node, name }, ports, run)))
}

/** Pulls a task's image: one pull per node and image, however many tasks wait for it. */
export async function pullImage(task: V1Task, ports: Ports, run: Run): Promise<void> {
  const node = task.spec.node ?? ''
  const image = imageOf(task, ports)
  const { platform } = task.spec.template
  const getting = { task, reason: taskReasons.pulling, words: `pulling ${image}` }
  const before = idOf(ports.inventory.image(node, image))
  await ports.once(`pull ${node} ${image}${secretsOf(task)}`, () =>
    withProgress(getting, ports, async (onProgress) =>
      engineOf(node, ports).pullImage(
        { image, onProgress, ...present({ platform, login: await pullLogin(wantedFor(task, image), ports) }) },
        because(run, `${image} is not on ${node}`),
      ),
    ),
  )
  await inspectImage(task, ports, run)
  noteImage(task, ports)
  // What was there under this name before, somebody else may have brought.
  noteOwn({ node, name: image, names: [image] }, ports, before)
}

function noteOwn(
  { node, name, names }: { readonly node: string; readonly name: string; readonly names: readonly string[] },
  { store, inventory }: Ports,
  before?: string,
): void {
  const image = inventory.image(node, name)
  if (image === undefined || image === 'absent' || image.Id === before) return
  noteOwnImage(store, { node, id: image.Id, names })
}

function idOf(image: ReturnType<Ports['inventory']['image']>): string | undefined {
  return image === 'absent' ? undefined : image?.Id
}

function wantedFor({ metadata, spec }: V1Task, image: string): Wanted {
  return { image, node: spec.node ?? '', stack: metadata.namespace ?? '', template: spec.template }
}

/** A pull with other Secrets may succeed where one without fails. */
function secretsOf({ metadata, spec }: V1Task): string {
  const { imagePullSecrets = [] } = spec.template
  return imagePullSecrets.length === 0 ? '' : ` as ${metadata.namespace} ${imagePullSecrets.join(' ')}`
}

/** Builds a task's image: one build per node and tag. */
export async function buildImage(task: V1Task, ports: Ports, run: Run): Promise<void> {
  const node = task.spec.node ?? ''
  const image = imageOf(task, ports)
  const getting = { task, reason: taskReasons.building, words: `building ${image}` }
  await ports.once(`build ${node} ${image}`, () =>
    withProgress(getting, ports, async (onProgress) =>
      engineOf(node, ports).buildImage(
        {
          ...buildArgs(task, ports),
          onProgress,
          ...present({ logins: await buildLogins(wantedFor(task, image), ports) }),
        },
        because(run, `${image} is not on ${node}`),
      ),
    ),
  )
  await inspectImage(task, ports, run)
  noteOwn({ node, name: image, names: buildArgs(task, ports).tags }, ports)
}

/** What the engine takes as the spec says it. */
const PASSED_ON = [
  ...(['dockerfile', 'dockerfileInline', 'target', 'labels', 'cacheFrom', 'network'] as const),
  ...(['extraHosts', 'shmSizeBytes', 'pull', 'noCache', 'isolation'] as const),
] as const

/** How a task's image is built. */
export function buildArgs(task: V1Task, ports: Ports): BuildArgs {
  const service = ports.store.get('Service', keyFor(task.metadata.namespace, task.spec.service))
  const template = { ...task.spec.template, image: declaredImage(task) }
  const sourcesOf = wasBuilt(task, ports) ? hashIn(template.image) : undefined
  const hash = service?.metadata.annotations?.[annotations.buildHash] ?? ''
  return { ...buildArgsOf(template, hash), ...present({ sourcesOf }) }
}

/** Whether the node had a build of this name: one that is made in its place is to be of the same sources. */
function wasBuilt({ spec }: V1Task, { store }: Ports): boolean {
  const name = spec.image ?? spec.template.image ?? ''
  return ownImages(store).some((own) => own.node === spec.node && own.names.includes(name))
}

/** The beginning of the hash that the tag of a build has; what follows is there to build the same again. */
function hashIn(image: string): string | undefined {
  return /:([0-9a-f]{8})[0-9a-f]{4}$/.exec(image)?.[1]
}

/** How the image of a template is built, whose sources have this hash. */
export function buildArgsOf({ image = '', build = {}, platform }: V1TaskTemplate, contentHash: string): BuildArgs {
  return {
    tags: build.tags ?? [image],
    context: build.context ?? '.',
    contentHash,
    ...pick(build, PASSED_ON),
    ...present({ platform: build.platform ?? platform, buildArgs: build.args && variables(build.args) }),
  }
}

function variables(args: readonly V1EnvVar[]): Record<string, string> {
  return Object.fromEntries(args.map(({ name, value }) => [name, value ?? '']))
}

/** Notes that the registry was asked for this task. */
function noteImage(task: V1Task, ports: Ports): void {
  const image = ports.inventory.image(task.spec.node ?? '', imageOf(task, ports))
  if (image === undefined || image === 'absent') return
  ports.store.update('Task', keyOf(task), (draft) => {
    draft.status = { ...draft.status, imageID: image.Id }
  })
}
