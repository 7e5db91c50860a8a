import { exits } from '../../../api/v1/installation/installation-error.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { PruneImagesRequest } from '../../../api/v1/installation/prune-images.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { neededImages } from '../../../controllers/image/needed.ts'
import { forgetOwnImage, type OwnImage, ownImages } from '../../../controllers/image/own.ts'
import { type ImagePlan, planImageRemoval } from '../../../controllers/image/plan.ts'
import { nodeHold } from '../../../controllers/holds/node-hold.ts'
import type { Engine } from '../../../engine/engine.ts'
import { isEngineError, unlessGone } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import { bytesText } from '../../output/bytes.ts'
import type { Core } from '../open/core.ts'
import { lookedAtAll } from '../waiting/looked.ts'

interface Pruning {
  readonly core: Core
  readonly loops: Loops
  readonly request: PruneImagesRequest
}

/** An engine, and its containers by image id. */
interface Host {
  readonly engine: Engine
  readonly run: Run
  readonly containers: ReadonlyMap<string, string>
}

/** The result of a prune. */
interface Sum {
  count: number
  bytes: number
  failed: number
  /** Nodes whose engine failed before the end. */
  readonly left: string[]
}

/** Removes images from hosts that this installation pulled or built and nothing needs; the rules are in controllers/image/plan.ts. */
export async function* pruneImages(core: Core, request: PruneImagesRequest): AsyncGenerator<ProgressEvent> {
  const loops = await core.begin([])
  await lookedAtAll(loops, request.signal)
  const own = ownImages(core.store)
  const sum: Sum = { count: 0, bytes: 0, failed: 0, left: [] }
  for (const node of [...new Set(own.map((image) => image.node))].sort()) {
    const images = own.filter((each) => each.node === node)
    const why = yield* unlessEngineFails(pruneNode(node, { core, loops, request, images, sum }), request.signal)
    if (why === undefined) continue
    sum.left.push(node)
    yield { type: 'warning', message: `what is left on ${node} was not looked at: ${why}` }
  }
  await core.store.durable()
  yield outcomeOf(sum, request.dryRun)
}

async function* pruneNode(
  node: string,
  { images, sum, ...pruning }: Pruning & { readonly images: readonly OwnImage[]; readonly sum: Sum },
): AsyncGenerator<ProgressEvent, void> {
  const host = await hostOf(node, pruning)
  if (typeof host === 'string') return yield { type: 'warning', message: `nothing is removed on ${node}: ${host}` }
  for (const image of images) {
    const plan = planImageRemoval(await viewOf(image, host, pruning.core))
    const done = yield* carryOut(plan, image, { ...pruning, host })
    if (plan.do !== 'remove') continue
    sum.failed += done ? 0 : 1
    sum.count += done ? 1 : 0
    sum.bytes += done ? plan.sizeBytes : 0
  }
}

/** Returns the message of an engine error, so that other nodes are still pruned. */
async function* unlessEngineFails(
  events: AsyncGenerator<ProgressEvent, void>,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent, string | undefined> {
  try {
    yield* events
    return undefined
  } catch (error) {
    if (!isEngineError(error) || signal.aborted) throw error
    return error.message
  }
}

async function hostOf(node: string, { core, loops, request }: Pruning): Promise<Host | string> {
  const engine = (await core.engines()).get(node)
  if (!engine) return 'it is no node any more'
  const hold = nodeHold(node, { store: core.store, inventory: loops.inventory })
  if (hold) return hold.because
  const run = { signal: request.signal, object: `Node/${node}`, reason: 'images prune was asked for' }
  const all = await engine.listContainers({}, run)
  return { engine, run, containers: new Map(all.map(({ imageID, name }) => [imageID, name])) }
}

/** What is needed is computed anew for each image, as manifests may be accepted meanwhile. */
async function viewOf(own: OwnImage, { engine, run, containers }: Host, { store }: Core) {
  const found = await unlessGone(engine.inspectImage({ name: own.id }, run))
  const container = containers.get(own.id)
  return { own, needed: neededImages(store), ...(found ? { found } : {}), ...(container ? { container } : {}) }
}

/** Carries out a plan; returns whether the image is gone, or would be in a dry run. */
async function* carryOut(
  plan: ImagePlan,
  image: OwnImage,
  { core, loops, request, host }: Pruning & { readonly host: Host },
): AsyncGenerator<ProgressEvent, boolean> {
  const object = `Image/${image.node}/${image.names[0] ?? image.id}`
  const at = core.clock.now()
  if (plan.do === 'forget') {
    if (!request.dryRun) forgetOwnImage(core.store, image)
    return true
  }
  if (plan.do === 'keep') {
    if (request.dryRun) yield { type: 'state', object, state: 'Kept', message: plan.because, at }
    return true
  }
  const size = bytesText(plan.sizeBytes)
  if (request.dryRun) {
    yield { type: 'state', object, state: 'Unused', message: `${size} would go`, at }
    return true
  }
  for (const name of plan.names) {
    const refused = await remove(name, host)
    loops.inventory.putImage(image.node, name, 'absent')
    if (refused === undefined) continue
    yield { type: 'warning', message: refused }
    return false
  }
  forgetOwnImage(core.store, image)
  yield { type: 'resource', object, change: 'deleted', details: [size] }
  return true
}

/** Removes a name without force, so that images in use stay. Returns the error message if the engine refuses. */
async function remove(name: string, { engine, run }: Host): Promise<string | undefined> {
  try {
    await engine.removeImage({ name }, run)
    return undefined
  } catch (error) {
    if (!isEngineError(error) || run.signal.aborted) throw error
    return error.code === 'NotFound' ? undefined : error.message
  }
}

function outcomeOf({ count, bytes, failed, left }: Sum, dryRun: boolean): ProgressEvent {
  const what = `${count} ${count === 1 ? 'image' : 'images'}`
  const size = `${bytesText(bytes)} at most, as layers are shared`
  const done = count === 0 ? 'there is nothing to remove' : `${what} ${dryRun ? 'would be ' : ''}removed: ${size}`
  const short = [
    ...(failed === 0 ? [] : [`${failed} could not be`]),
    ...(left.length === 0 ? [] : [`${listNames(left)} failed in the middle`]),
  ]
  if (short.length === 0) return { type: 'outcome', exit: exits.converged, message: done }
  return {
    ...{ type: 'outcome', exit: exits.failed, message: [done, ...short].join('; ') },
    remedy: 'see the warnings, and run it again',
  }
}
