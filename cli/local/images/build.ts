import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { BuildRequest } from '../../../api/v1/installation/get-images.ts'
import { hookOwner } from '../../../api/v1/hook-job.ts'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import { stackOf } from '../../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { noteOwnImage } from '../../../controllers/image/own.ts'
import { buildTag } from '../../../controllers/service/target.ts'
import {
  type BuildSources,
  builtFromIn,
  declaredBuild,
  identityOf,
  namesOf,
  withBuildBytes,
} from '../../../controllers/task/act/build-args.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { BuildArgs } from '../../../engine/types/build.ts'
import type { SecretReader } from '../../../controllers/task/act/pull-login.ts'
import { present } from '../../../engine/container/present.ts'
import { shortOfSpace } from '../../../engine/disk-space.ts'
import { unlessGone } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { Key } from '../../../store/objects/store.ts'
import { type FileReading, type ReadManifest, resourceIdOf, servicesIn } from '../../../store/source/reading/reading.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import type { Core } from '../open/core.ts'
import { eventQueue } from '../serving/event-queue.ts'
import { notHere } from '../request/not-here.ts'
import { secretsIn, usableEngines } from './pull-images.ts'
import { readRequest } from '../request/read-request.ts'
import { wrongManifests } from '../request/wrong-manifests.ts'
import { withServices } from './wanted-files.ts'

/** Builds the images of these files as their next apply would; what runs is not changed. */
export async function* build(core: Core, request: BuildRequest): AsyncGenerator<ProgressEvent> {
  const reading = readRequest(request)
  if (reading.needs) return yield { type: 'needs', variables: reading.needs }
  const wanted = reading.errors.length > 0 ? [] : withServices(reading.files, request.services)
  const wrong = [...reading.errors, ...(await notHere(request, wanted))]
  if (wrong.length > 0) return yield* wrongManifests(wrong)
  const files = await hashed(core, reading.files, request.services)
  const services = inOrder(
    servicesIn(files).filter((each) => each.spec.template.build && hookOwner(each) === undefined),
  )
  const reader = await secretsIn(core, files)
  const engines = yield* usableEngines(core, request.signal)
  const all = (await core.engines()).size
  const declared = new Map(servicesIn(reading.files).map((service) => [keyOf(service), service]))
  const serviceOf = (stack: string) => (name: string) => declared.get(keyFor(stack, name))
  const builds = oncePerBuild(services.map((service) => buildOf(service, request, serviceOf(stackOf(service)))))
  let count = 0
  for (const engine of engines) if (yield* builtOn(engine, builds, { core, reader, signal: request.signal })) count++
  if (services.length === 0 || count === all)
    return yield { type: 'outcome', exit: exits.converged, message: outcomeOf(builds.length, request) }
  yield {
    ...{ type: 'outcome', exit: exits.failed, message: `built on ${count} of ${all} nodes: see the warnings` },
    remedy: 'do as they say, and build again',
  }
}

/** Builds on one node until done, or until its disk is almost full; returns whether all were built. */
async function* builtOn(
  engine: Engine,
  builds: readonly ServiceBuild[],
  { core, reader, signal }: { readonly core: Core; readonly reader: SecretReader; readonly signal: AbortSignal },
): AsyncGenerator<ProgressEvent, boolean> {
  const { node } = engine
  for (const { image, args, service } of builds) {
    const run = { signal, object: resourceIdOf(service), reason: 'a person asks for the build' }
    const { proxies, disk } = await engine.info({}, run)
    const short = disk && shortOfSpace(disk, core.settings.diskReserveRatio)
    if (short !== undefined) {
      yield { type: 'warning', message: `${image} and what follows it are not built on ${node}: ${short}` }
      return false
    }
    const wanted = { image, node, stack: stackOf(service), template: service.spec.template, ...present({ proxies }) }
    yield* built(core, engine, { args: await withBuildBytes(args, wanted, reader), service, run })
  }
  return true
}

/** The named services, and those that their images are based on, with build hashes; without names all services. */
async function hashed(
  core: Core,
  files: readonly FileReading[],
  services: readonly string[],
): Promise<readonly FileReading[]> {
  const keys = new Set(servicesIn(withServices(files, services)).map(keyOf))
  for (;;) {
    const made = await withBuildHashes(withKeys(files, keys), { store: core.store, among: files })
    const before = keys.size
    for (const service of servicesIn(made)) for (const name of fromOf(service)) keys.add(keyFor(stackOf(service), name))
    if (keys.size === before) return made
  }
}

function withKeys(files: readonly FileReading[], keys: ReadonlySet<Key>): readonly FileReading[] {
  const isMeant = ({ object }: ReadManifest) => object.kind !== 'Service' || keys.has(keyOf(object))
  return files.map((file) => ({ ...file, manifests: file.manifests.filter(isMeant) }))
}

/** Sorts base images first: a service lists all of its direct and indirect bases, so it has more of them than any of those. */
function inOrder(services: readonly V1Service[]): readonly V1Service[] {
  return [...services].sort((a, b) => fromOf(a).length - fromOf(b).length)
}

function fromOf({ metadata }: V1Service): readonly string[] {
  return builtFromIn(metadata.annotations) ?? []
}

interface ServiceBuild {
  readonly service: V1Service
  readonly image: string
  readonly args: BuildArgs
}

/** Merges equal builds of several services into one with all their tags. */
function oncePerBuild(builds: readonly ServiceBuild[]): readonly ServiceBuild[] {
  const made = new Map<string, ServiceBuild>()
  for (const build of builds) {
    const one = `${stackOf(build.service)} ${identityOf(build.args, build.service.spec.template)}`
    const { args, ...first } = made.get(one) ?? build
    made.set(one, { ...first, args: { ...args, tags: namesOf([args, build.args]) } })
  }
  return [...made.values()]
}

/** The build as requested. With other build arguments it is a different image, so the tag of the content hash is left out. */
function buildOf(
  service: V1Service,
  { noCache, pull, buildArgs }: BuildRequest,
  serviceOf: BuildSources['serviceOf'],
): ServiceBuild {
  const args = declaredBuild(service, serviceOf)
  const given = Object.fromEntries(
    buildArgs.map((each) => [each.replace(/=.*$/s, ''), each.includes('=') ? each.replace(/^[^=]*=/, '') : '']),
  )
  const own = buildTag(service)
  return {
    ...{ service, image: own },
    args: {
      ...args,
      ...(noCache ? { noCache } : {}),
      ...(pull ? { pull } : {}),
      ...(buildArgs.length === 0
        ? {}
        : { tags: args.tags.filter((tag) => tag !== own), buildArgs: { ...args.buildArgs, ...given } }),
    },
  }
}

interface Building {
  readonly args: BuildArgs
  readonly service: V1Service
  readonly run: Run
}

async function* built(core: Core, engine: Engine, { args, service, run }: Building): AsyncGenerator<ProgressEvent> {
  const object = resourceIdOf(service)
  const events = eventQueue<ProgressEvent>()
  const say = (state: string, message: string) =>
    events.push({ type: 'state', object, state, message, at: core.clock.now() })
  const [name = ''] = args.tags
  say('Building', `${name} on ${engine.node}`)
  const before = await unlessGone(engine.inspectImage({ name }, run))
  const building = engine.buildImage({ ...args, onProgress: ({ step }) => say('Building', step) }, run)
  building
    .then(
      ({ id }) => say('Built', `${name} is ${id.slice(0, 19)}`),
      () => undefined,
    )
    .finally(() => events.end())
  yield* events
  const { id } = await building
  if (id !== before?.Id) noteOwnImage(core.store, { node: engine.node, id, names: args.tags, isBuilt: true })
  if (core.purpose !== 'serve') return
  const { inventory } = await core.begin([])
  for (const tag of args.tags) inventory.putImage(engine.node, tag, await engine.inspectImage({ name: id }, run))
}

function outcomeOf(count: number, { noCache, buildArgs, services }: BuildRequest): string {
  if (count === 0)
    return services.length === 0
      ? 'there is nothing to build: no service of the files has build'
      : `there is nothing to build: no build is declared for ${services.join(', ')}`
  const what = count === 1 ? 'built 1 image' : `built ${count} images`
  if (buildArgs.length > 0) return `${what}; an apply builds with the arguments of the files, and not with these`
  return noCache ? `${what}; \`reconcile apply --build\` runs them` : `${what}; \`reconcile apply\` runs what is new`
}
