import { stackOf } from '../../../api/v1/metadata.ts'
import type { V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { idOn, shortPin } from '../../../api/v1/pinned-image.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { isFromRegistry, isMaybeOnlyHere } from '../../../controllers/image/origin.ts'
import { noteOwnImage } from '../../../controllers/image/own.ts'
import { judged } from '../../../controllers/holds/engine-guard.ts'
import { otherEngineAt } from '../../../controllers/holds/node-hold.ts'
import { isSameImage, pinOf } from '../../../controllers/task/pin.ts'
import { pullLogin, type SecretReader, type Wanted } from '../../../controllers/task/act/pull-login.ts'
import { present } from '../../../engine/container/present.ts'
import { shortOfSpace } from '../../../engine/disk-space.ts'
import type { Engine, PullArgs } from '../../../engine/engine.ts'
import { EngineError, unlessGone } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { EngineInfo } from '../../../engine/types/engine.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'
import { type Declaring, objectsIn, servicesIn } from '../../../store/source/reading/reading.ts'
import { isOnlyHere } from './only-here.ts'
import { resolvedBefore } from './resolved-images.ts'
import { contentsOf } from '../open/contents.ts'
import type { Core } from '../open/core.ts'

/** The image that a tag refers to now. */
export interface PulledImage {
  readonly image: ImageInspect
  /** The node where it does; absent: on every one, as its registry told. */
  readonly node?: string
}

/** The images that tags refer to now, by reference: the one that the registry told, else those of the nodes. */
export type PulledImages = ReadonlyMap<string, readonly PulledImage[]>

/** The results of pulls. */
export interface Pulls {
  readonly images: PulledImages
  /** Images pulled on some node, and when. The caller records them (`notePulls`) when it accepts the results; until then they are due. */
  readonly pulledAt: ReadonlyMap<string, number>
  /** Images that could not be pulled on some node. */
  readonly failures?: readonly string[]
  /** Images of which some node has what the tag means now: its registry told that, or it is only there. */
  readonly known: ReadonlySet<string>
  /** Images that could be pulled on no node. */
  readonly failedAt: ReadonlyMap<string, number>
}

/**
 * Pulls the images of these services again on every node, and returns what the tags refer to. A failed pull is a warning, as the existing
 * image may do.
 */
export async function* pullImages(
  core: Core,
  files: readonly Declaring[],
  ...[signal, why = '--pull was asked for']: [signal: AbortSignal, why?: string]
): AsyncGenerator<ProgressEvent, Pulls> {
  const engines = yield* usableEngines(core, signal)
  const [told, own] = [new Map<string, readonly PulledImage[]>(), new Map<string, readonly PulledImage[]>()]
  const pulledAt = new Map<string, number>()
  const known = new Set<string>()
  const failures = engines.length === (await core.engines()).size ? [] : imagesToPull(files)
  const run = { core, files, reader: await secretsIn(core, files), signal, why }
  const pulls = pullsIn(files).flatMap((pull) => engines.map((engine) => ({ pull, engine })))
  for (const { pull, engine } of pulls) {
    const { image } = pull
    const { asked, found } = yield* pullOn(engine, pull, run)
    if (asked === 'answered') pulledAt.set(image, core.clock.now())
    if (asked === 'failed') failures.push(image)
    if (!found) continue
    if (asked !== 'failed') known.add(image)
    if (asked === 'answered') told.set(image, told.get(image) ?? [{ image: found }])
    else own.set(image, [...(own.get(image) ?? []), ownOf(found, { asked, engine, image }, core)])
  }
  const failed = imagesToPull(files).filter((image) => !pulledAt.has(image))
  const failedAt = new Map(failed.map((image) => [image, core.clock.now()]))
  // The registry's answer wins over the images of nodes that could not reach it.
  return { images: new Map([...own, ...told]), pulledAt, failures, known, failedAt }
}

interface PullRun {
  readonly core: Core
  readonly files: readonly Declaring[]
  readonly reader: SecretReader
  readonly signal: AbortSignal
  readonly why: string
}

/** Pulls an image on a node; returns what came of it, and the image that the node has under the name then. */
async function* pullOn(
  engine: Engine,
  pull: Pulling,
  { core, files, reader, signal, why }: PullRun,
): AsyncGenerator<ProgressEvent, { readonly asked: Asked; readonly found: ImageInspect | undefined }> {
  const { image } = pull
  const object = `Node/${engine.node}`
  const before = await inspect(engine, image, signal)
  const asked = yield* ask({ pull, engine, before, reader, run: { signal, object, reason: why } }, core)
  const isAsked = asked === 'answered'
  const found = await inspect(engine, image, signal)
  if (!found) return { asked, found }
  if (isAsked && found.Id !== before?.Id) noteOwnImage(core.store, { node: engine.node, id: found.Id, names: [image] })
  const change = changeOf(image, { before, ran: ranOf({ image, node: engine.node }, files, core.store) }, found)
  // A tag can have been moved by hand; without the registry's answer "up to date" would be a guess.
  if (isAsked || change.state === 'Pulled') yield { type: 'state', object, ...change, at: core.clock.now() }
  // Running loops have the old image in their inventory until the engine's event arrives.
  if (core.purpose === 'serve') (await core.begin([])).inventory.putImage(engine.node, image, found)
  return { asked, found }
}

/** The images that a registry is asked for. */
function imagesToPull(files: readonly Declaring[]): string[] {
  return pullsIn(files).flatMap(({ image, template }) => (template.pullPolicy === 'Never' ? [] : [image]))
}

/**
 * A node's image as it is to be pinned: by its id if it is only on its node, where a digest may be of a build. Where the registry did not
 * tell, that is any image that is not known to be from there.
 */
function ownOf(
  found: ImageInspect,
  { asked, engine: { node }, image: name }: { readonly asked: Asked; readonly engine: Engine; readonly image: string },
  { store }: Core,
): PulledImage {
  const isOnlyThere = asked === 'left' ? isMaybeOnlyHere(found) : !isFromRegistry(found, { node, name }, store)
  return { node, image: isOnlyThere ? { ...found, RepoDigests: [] } : found }
}

interface Asking {
  readonly pull: Pulling
  readonly engine: Engine
  readonly before: ImageInspect | undefined
  readonly reader: SecretReader
  readonly run: Run
}

/** What came of a pull: `left` if its policy is Never, or the image exists only locally. */
type Asked = 'answered' | 'failed' | 'left'

/** Pulls an image on a node unless its policy is Never. */
async function* ask(
  { pull: { image, stack, template }, engine, before, reader, run }: Asking,
  { clock }: Core,
): AsyncGenerator<ProgressEvent, Asked> {
  const { pullPolicy, platform } = template
  if (pullPolicy === 'Never') return 'left'
  yield { type: 'state', object: run.object, state: 'Pulling', message: image, at: clock.now() }
  let args: PullArgs = { image, ...present({ platform }) }
  try {
    const login = await pullLogin({ image, node: engine.node, stack, template }, reader)
    args = { ...args, ...present({ login }) }
    await engine.pullImage(args, run)
    return 'answered'
  } catch (error) {
    if (!(error instanceof EngineError) || run.signal.aborted) throw error
    const onlyHere = await isOnlyHere(engine, { args, error, before, run })
    yield { type: 'warning', message: unpulledWords(error, { before, onlyHere }) }
    return onlyHere ? 'left' : 'failed'
  }
}

function unpulledWords(
  { message, node }: EngineError,
  { before, onlyHere }: { readonly before: ImageInspect | undefined; readonly onlyHere: boolean },
): string {
  if (onlyHere) return `${message}; it came from no registry, so what ${node} has of it counts`
  return before && isMaybeOnlyHere(before)
    ? `${message}; if it was built or loaded on ${node}, say so with pull_policy: never`
    : message
}

/** The engines that may be used; yields warnings about the others. */
export async function* usableEngines(
  core: Core,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent, readonly Engine[]> {
  const engines: Engine[] = []
  for (const engine of (await core.engines()).values()) {
    const other = await unusable(core, engine, signal)
    if (other === undefined) engines.push(engine)
    else yield { type: 'warning', message: `nothing is pulled or built on ${engine.node}: ${other}` }
  }
  return engines
}

/** Describes what a tag referred to, for running services or else on the node, and what it refers to now. */
export function changeOf(
  image: string,
  { ran = [], before }: { readonly ran?: readonly string[]; readonly before?: ImageInspect | undefined },
  after: ImageInspect,
): { readonly state: 'Pulled' | 'UpToDate'; readonly message: string } {
  const is = shortPin(pinOf(after, image))
  const other = ran.find((pin) => !isSameImage(after, pin))
  const was = other ?? (before && before.Id !== after.Id && ran.length === 0 ? pinOf(before, image) : undefined)
  if (was !== undefined) return { state: 'Pulled', message: `${image} ${shortPin(was)} → ${is}` }
  return before?.Id === after.Id
    ? { state: 'UpToDate', message: `${image} is ${is} still` }
    : { state: 'Pulled', message: `${image} is ${is}` }
}

/** The images that running services of these files resolved a name to, on a node. */
function ranOf(
  { image, node }: { readonly image: string; readonly node: string },
  files: readonly Declaring[],
  store: Core['store'],
): readonly string[] {
  return servicesIn(files).flatMap((service) => {
    const { build, image: own } = service.spec.template
    const before = !build && own === image ? resolvedBefore(service, store) : undefined
    return (before && idOn(node, before.image, before.ids)) ?? []
  })
}

/** Why an engine can't be used: it does not answer, is another one than recorded, or its disk is almost full. */
async function unusable({ store, settings }: Core, engine: Engine, signal: AbortSignal): Promise<string | undefined> {
  const { node } = engine
  try {
    const run = { signal, object: `Node/${node}`, reason: 'whether it is the one on record, and has room' }
    const info = await engine.info({}, run)
    const { disk } = info
    const judge = (answering: EngineInfo) => otherEngineAt(node, answering, store)
    const other = await judged(info, judge, () => engine.listNetworks({}, run))
    return other ?? (disk && shortOfSpace(disk, settings.diskReserveRatio))
  } catch (error) {
    if (!(error instanceof EngineError) || signal.aborted) throw error
    return error.message
  }
}

/** The node's image of a name; undefined if it has none. */
export function inspect(engine: Engine, name: string, signal: AbortSignal): Promise<ImageInspect | undefined> {
  const run = { signal, object: `Node/${engine.node}`, reason: 'what the tag means now' }
  return unlessGone(engine.inspectImage({ name }, run))
}

/**
 * The distinct pulls: by image, platform and, if there are pull Secrets, stack and Secrets. Images with policy `Never` are included, to be
 * inspected only.
 */
export function pullsIn(files: readonly Declaring[]): readonly Pulling[] {
  const pulls = new Map<string, Pulling>()
  for (const service of servicesIn(files)) {
    const { build, image, imagePullSecrets = [], ...own } = service.spec.template
    if (image === undefined || build) continue
    const stack = stackOf(service)
    const template = { imagePullSecrets, ...pick(own, ['platform', 'pullPolicy']) }
    const isNever = own.pullPolicy === 'Never'
    const by = imagePullSecrets.length === 0 ? '' : `${stack} ${imagePullSecrets.join(' ')}`
    pulls.set(`${image} ${own.platform ?? ''} ${isNever} ${by}`, { image, stack, template })
  }
  return [...pulls.values()]
}

type Pulling = Pick<Wanted, 'image' | 'stack'> & {
  readonly template: Pick<V1TaskTemplate, 'imagePullSecrets' | 'platform' | 'pullPolicy'>
}

/** Reads Secrets as the files declare them, else as they were accepted. */
export async function secretsIn(core: Core, files: readonly Declaring[]): Promise<SecretReader> {
  const declared = new Map(
    objectsIn(files).flatMap((object) => (object.kind === 'Secret' ? [[keyOf(object), object] as const] : [])),
  )
  return {
    store: { get: (kind, name) => declared.get(name) ?? core.store.get(kind, name) },
    contents: await contentsOf(core, { makesKey: false }),
  }
}
