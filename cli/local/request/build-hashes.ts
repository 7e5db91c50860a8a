import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { byPlace } from '../../../api/v1/validation/by-place.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { NO_SALT, SALT } from '../../../api/v1/built-image.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { errorAt } from '../../../api/v1/provenance.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { StagedTree } from '../../../api/v1/installation/requests.ts'
import { buildArgsOf } from '../../../controllers/task/act/build-args.ts'
import { keyNeed, keyWords } from '../../../engine/build/buildkit-needs.ts'
import { present } from '../../../engine/container/present.ts'
import { type ContextHash, contextHasher } from '../../../engine/docker/build/content-hash.ts'
import type { IsStandIn } from '../../../engine/docker/build/context.ts'
import { dockerfileNeed } from '../../../engine/docker/build/image-builder.ts'
import type { BuildArgs } from '../../../engine/types/build.ts'
import type { Store } from '../../../store/objects/store.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import { type FileReading, type ReadManifest, readManifest, servicesIn } from '../../../store/source/reading/reading.ts'
import { asWritten } from '../../../store/source/reading/shared-builds.ts'
import { buildersOf, builtFrom, type Siblings } from './built-from.ts'
import { missingBuilds } from './missing-build.ts'
import { buildsIn, runsItUnshared } from './one-build.ts'
import { stagedPath } from './read-request.ts'

/** Options of hashing build contexts. */
export interface HashOptions {
  readonly store: Store
  /** Whether to build again even if nothing changed. */
  readonly again?: boolean
  /** All files that may hold services used as build contexts, if `files` are only some of them. */
  readonly among?: readonly FileReading[]
  readonly staged?: StagedTree | undefined
}

/**
 * Annotates each service with a build with the hash of its build context: equal content yields the same image. The salt of an earlier
 * `--build` stays until the content changes. Throws if a context can't be read.
 */
export async function withBuildHashes(
  files: readonly FileReading[],
  { store, again, among = files, staged }: HashOptions,
): Promise<readonly FileReading[]> {
  await refuseMissing(files, staged)
  const services = new Map(servicesIn(among).map((service) => [keyOf(service), service]))
  const ofFile = groupBy(among, ({ file }) => file)
  const salt = again ? randomBytes(2).toString('hex') : undefined
  const contextHash = contextHasher(staged && standsFor(staged))
  return await Promise.all(
    files.map(async (file) => {
      const serviceAt = (key: string) => services.get(key) ?? (file.written ? store.get('Service', key) : undefined)
      const whole = servicesIn(ofFile.get(file.file) ?? [])
      const builders = (stack: string | undefined) => {
        const stored = file.written ? [...store.by('Service', 'namespace', stack ?? '').values()] : []
        return buildersOf([...whole, ...stored], stack)
      }
      const builds = buildsIn(file).map((build) =>
        withHash(build, { store, salt, staged, serviceAt, builders, contextHash }),
      )
      const made = new Map((await Promise.all(builds)).flat().map((manifest) => [manifest.id, manifest]))
      return made.size === 0 ? file : { ...file, manifests: file.manifests.map((each) => made.get(each.id) ?? each) }
    }),
  )
}

/** A staged tree has links in the place of large files and directories that the push leaves, to where they are. */
function standsFor({ directory, at }: StagedTree): IsStandIn {
  return (path, target) => isWithin(path, at) && target === `${directory}${path.slice(at.length)}`
}

interface Hashing extends Pick<HashOptions, 'store' | 'staged'> {
  /** A new salt that forces a rebuild; absent: none. */
  readonly salt: string | undefined
  readonly serviceAt: (key: string) => V1Service | undefined
  /** Looks up the service that builds an image, among those of a stack. */
  readonly builders: (stack: string | undefined) => Siblings['builderOf']
  readonly contextHash: ContextHash
}

/** The services that share one build, annotated with its hash. */
async function withHash(
  build: ReturnType<typeof buildsIn>[number],
  hashing: Hashing,
): Promise<readonly ReadManifest[]> {
  const { store, staged, serviceAt, builders } = hashing
  const [first] = build
  const { namespace } = first.object.metadata
  const serviceOf = (name: string) => serviceAt(keyFor(namespace, name))
  const argsOf = ({ spec }: V1Service, names: readonly string[] = []) =>
    stagedBuild(buildArgsOf(spec.template, { contentHash: '', builtFrom: names, serviceOf }), staged)
  const own = build.map(({ object }) => object)
  const from = await builtFrom(argsOf(first.object), own, { builderOf: builders(namespace), argsOf })
  const args = argsOf(first.object, from)
  const live = own.map((object) => store.get('Service', keyOf(object)))
  const before = live.find((service) => service?.metadata.annotations?.[annotations.buildHash] !== undefined)
  const hash = await hashOf(first.object, args, { ...hashing, before }).catch((cause) => {
    throw unreadSources(first, cause)
  })
  const need = await buildkitNeedOf(first, args)
  return build.map((manifest) => {
    const object = withAnnotations(manifest.object, { hash, need, from })
    return readManifest({ ...manifest, object: runsItUnshared(manifest, object, store) ? asWritten(manifest) : object })
  })
}

/** The error for a build whose sources are there, and can't all be read. */
function unreadSources({ provenance }: ReadManifest, cause: unknown): InstallationError {
  const error = errorAt(provenance, ['spec', 'template', 'build', 'context'], errorText(cause))
  return new InstallationError(exits.usage, formatManifestError(error), { remedy: 'correct it where it stands', cause })
}

async function refuseMissing(files: readonly FileReading[], staged: StagedTree | undefined): Promise<void> {
  const missing = byPlace(await missingBuilds(files, staged)).map(formatManifestError)
  const [it, stands] = missing.length === 1 ? ['it', 'it stands'] : ['them', 'they stand']
  if (missing.length > 0)
    throw new InstallationError(exits.usage, missing.join('; '), { remedy: `correct ${it} where ${stands}` })
}

/** Rewrites the paths of a build to a staged tree, which is checked before it takes its place. */
function stagedBuild(args: BuildArgs, staged: StagedTree | undefined): BuildArgs {
  if (staged === undefined) return args
  const { dockerfile, additionalContexts = {}, serviceContexts = {}, bases } = args
  const at = (paths: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, stagedPath(staged, path)]))
  const stagedIn = (builds: Readonly<Record<string, BuildArgs>>) =>
    Object.fromEntries(Object.entries(builds).map(([name, build]) => [name, stagedBuild(build, staged)]))
  return {
    ...args,
    context: stagedPath(staged, args.context),
    ...(dockerfile === undefined ? {} : { dockerfile: stagedPath(staged, dockerfile) }),
    additionalContexts: at(additionalContexts),
    serviceContexts: stagedIn(serviceContexts),
    ...(bases ? { bases: stagedIn(bases) } : {}),
  }
}

/** The feature of a build that only BuildKit supports, and where it is written; undefined if the classic builder suffices. */
async function buildkitNeedOf({ object, provenance }: ReadManifest, args: BuildArgs): Promise<string | undefined> {
  if (object.kind !== 'Service') return undefined
  const { build = {} } = object.spec.template
  const key = keyNeed(build)
  if (key !== undefined) {
    const path = ['spec', 'template', 'build', key]
    const { file, line } = provenance.placeOf(path)
    return `${keyWords(key, provenance.fieldOf?.(path))} (${file} line ${line})`
  }
  const need = await dockerfileNeed(args)
  if (need === undefined) return undefined
  if (build.dockerfileInline === undefined)
    return `${need.what} (${resolve(build.context ?? '.', build.dockerfile ?? 'Dockerfile')} line ${need.line})`
  const { file, line } = provenance.placeOf(['spec', 'template', 'build', 'dockerfileInline'])
  return `${need.what} (line ${need.line} of the Dockerfile in ${file} line ${line})`
}

async function hashOf(
  { spec }: V1Service,
  args: BuildArgs,
  { before, salt, contextHash }: Pick<Hashing, 'salt' | 'contextHash'> & { readonly before: V1Service | undefined },
): Promise<string> {
  const { build, platform } = spec.template
  const kept = before?.metadata.annotations?.[annotations.buildHash]
  const hash = salted(await sourcesHash(args, contextHash), kept, salt)
  if (salt !== undefined || kept === undefined || hash === kept || args.platform === (build?.platform ?? platform))
    return hash
  // Older versions did not hash `build.platforms`. Their hash stays valid until the sources or platforms change.
  if (!isDeepStrictEqual(before?.spec.template.build?.platforms, build?.platforms)) return hash
  const { platform: _, ...untold } = args
  const old = salted(await sourcesHash(untold, contextHash), kept)
  return old === kept ? old : hash
}

async function sourcesHash(args: BuildArgs, contextHash: ContextHash): Promise<string> {
  return (await contextHash(args)).replace(/^sha256:/, '')
}

function salted(hash: string, before: string | undefined, anew?: string): string {
  const withSalt = (salt: string) => `${hash.slice(0, SALT.from)}${salt}${hash.slice(SALT.from, 60)}`
  if (anew !== undefined) return withSalt(anew)
  const salt = before?.slice(SALT.from, SALT.to) ?? NO_SALT
  return before === withSalt(salt) ? before : withSalt(NO_SALT)
}

/** What was found out about a build while accepting its manifest. */
interface Found {
  readonly hash: string
  readonly need: string | undefined
  readonly from: readonly string[]
}

function withAnnotations(service: V1Service, { hash, need, from }: Found): V1Service {
  const { [annotations.buildkit]: _, [annotations.builtFrom]: _from, ...others } = service.metadata.annotations ?? {}
  const names = from.length === 0 ? undefined : from.join(',')
  const found = present({ [annotations.buildkit]: need, [annotations.builtFrom]: names })
  const own = { ...others, [annotations.buildHash]: hash, ...found }
  return { ...service, metadata: { ...service.metadata, annotations: own } }
}
