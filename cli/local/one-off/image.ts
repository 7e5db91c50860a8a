import type { V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { stackOf } from '../../../api/v1/metadata.ts'
import type { RunEvent, RunRequest } from '../../../api/v1/installation/one-off.ts'
import { mountedImages } from '../../../api/v1/template-refs.ts'
import { noteOwnImage } from '../../../controllers/image/own.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { buildArgs, withBuildBytes } from '../../../controllers/task/act/build-args.ts'
import { proxiesOn } from '../../../controllers/task/act/create-body.ts'
import { buildBases, inspectImage } from '../../../controllers/task/observe/image.ts'
import { imageOf } from '../../../controllers/task/pin.ts'
import { pullLogin } from '../../../controllers/task/act/pull-login.ts'
import { present } from '../../../engine/container/present.ts'
import { shortOfSpace } from '../../../engine/disk-space.ts'
import type { Engine } from '../../../engine/engine.ts'
import { because, type Run } from '../../../engine/run.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'

/** The task that needs an image, and the engine to get it on. */
interface Getting {
  readonly task: V1Task
  readonly engine: Engine
  readonly ports: Ports
  readonly run: Run
}

/**
 * Makes sure that the node has the image: the one that the service's tasks run, else the one that its tag refers to or its build yields.
 * Returns its name there.
 */
export async function* getImage(
  { task, engine, ports, run }: Getting,
  policy: NonNullable<RunRequest['pull']>,
): AsyncGenerator<RunEvent, string> {
  const { template } = task.spec
  const getting = { task, engine, ports, run }
  const isThere = (name: string) => ports.inventory.image(engine.node, name) !== 'absent'
  await inspectImage({ task }, ports, run)
  const image = await imageFor(getting)
  if (!isThere(image) || (policy === 'always' && !template.build)) {
    yield* template.build ? build(image, getting) : pull(image, getting, policy)
  }
  const found = await imageFor(getting)
  // A tag that was pulled may mean another image than the service runs.
  if (found !== image && !isThere(found)) yield* pull(found, getting, policy)
  for (const mounted of mountedImages(template)) {
    await inspectImage({ task, image: mounted }, ports, run)
    if (ports.inventory.image(engine.node, mounted) === 'absent') yield* pull(mounted, getting, policy)
  }
  return found
}

/** The name of the image to use, once it is known whether the node has it: each answer may lead to another name, as that of a pinned image. */
async function imageFor({ task, engine, ports, run }: Getting): Promise<string> {
  while (ports.inventory.image(engine.node, imageOf(task, ports)) === undefined)
    await inspectImage({ task }, ports, run)
  return imageOf(task, ports)
}

async function* build(image: string, { task, engine, ports, run }: Getting): AsyncGenerator<RunEvent> {
  refuseWithoutRoom(image, engine.node, ports)
  yield { type: 'step', message: `building ${image}` }
  await buildBases(task, ports, run)
  const wanted = { ...wantedFor(image, { task, engine }), ...present({ proxies: proxiesOn(engine.node, ports) }) }
  const args = await withBuildBytes(buildArgs(task, ports), wanted, ports)
  await engine.buildImage(args, because(run, `${image} is not on ${engine.node}`))
  const made = await look(image, { engine, ports, run })
  for (const tag of args.tags) ports.inventory.putImage(engine.node, tag, made)
  noteOwnImage(ports.store, { node: engine.node, id: made.Id, names: args.tags, isBuilt: true })
}

async function* pull(
  image: string,
  { task, engine, ports, run }: Getting,
  policy: NonNullable<RunRequest['pull']>,
): AsyncGenerator<RunEvent> {
  const { template } = task.spec
  const allowsPull = whatAllowsPull(template, policy)
  if (allowsPull !== undefined)
    throw new InstallationError(exits.failed, `the image ${image} is not on ${engine.node}`, {
      remedy: `load it there, or ${allowsPull}`,
    })
  refuseWithoutRoom(image, engine.node, ports)
  yield { type: 'step', message: `pulling ${image}` }
  const login = await pullLogin(wantedFor(image, { task, engine }), ports)
  const { platform } = template
  const before = ports.inventory.image(engine.node, image)
  await engine.pullImage(
    { image, ...present({ platform, login }) },
    because(run, `${image} is to be on ${engine.node}`),
  )
  const { Id: id } = await look(image, { engine, ports, run })
  const isNew = before === undefined || before === 'absent' || before.Id !== id
  if (isNew) noteOwnImage(ports.store, { node: engine.node, id, names: [image] })
}

function wantedFor(image: string, { task, engine }: Pick<Getting, 'task' | 'engine'>) {
  return { image, node: engine.node, stack: stackOf(task), template: task.spec.template }
}

/** What to change so that an image may be pulled, in words; undefined if it may be. The service's own policy wins over the option. */
function whatAllowsPull({ pullPolicy }: V1TaskTemplate, policy: NonNullable<RunRequest['pull']>): string | undefined {
  if (pullPolicy === 'Never') return 'allow it to be pulled: the service declares that it never is (`pull_policy`)'
  return policy === 'never' ? 'run with --pull missing' : undefined
}

/** Throws if the node's disk is almost full. A loop would wait for space, but here a person can free some. */
export function refuseWithoutRoom(
  image: string,
  node: string,
  { inventory, settings }: Pick<Ports, 'inventory' | 'settings'>,
): void {
  const disk = inventory.host(node)?.info?.disk
  const short = disk && shortOfSpace(disk, settings.diskReserveRatio)
  if (short === undefined) return
  throw new InstallationError(exits.failed, `${node} is short of disk space for ${image}: ${short}`, {
    remedy: 'free some, as with `reconcile images prune`, and run this again',
  })
}

async function look(name: string, { engine, ports, run }: Omit<Getting, 'task'>): Promise<ImageInspect> {
  const image = await engine.inspectImage({ name }, run)
  ports.inventory.putImage(engine.node, name, image)
  return image
}
