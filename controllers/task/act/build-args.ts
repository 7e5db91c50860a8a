import { serviceContext } from '../../../api/v1/build-context.ts'
import { atPathsOf, builtTag } from '../../../api/v1/built-image.ts'
import type { V1EnvVar, V1Service, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { by } from '../../../api/v1/language/by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { present } from '../../../engine/container/present.ts'
import { keyNeed, keyWords } from '../../../engine/build/buildkit-needs.ts'
import type { BuildArgs } from '../../../engine/types/build.ts'
import { buildWithProxies } from '../../../engine/proxies.ts'
import { holdsNames } from '../../adoption/holds-names.ts'
import { ownImages } from '../../image/own.ts'
import type { Ports } from '../../runtime/ports.ts'
import { builtTemplate } from '../../service/target.ts'
import { readBuildSecret } from './build-secrets.ts'
import { declaredImage } from '../pin.ts'
import { buildLogins, type SecretReader, type Wanted } from './pull-login.ts'

/** The fields that are passed to the engine as the spec has them. */
const PASSED_ON = [
  ...(['dockerfile', 'dockerfileInline', 'target', 'labels', 'cacheFrom', 'network', 'ulimits'] as const),
  ...(['extraHosts', 'shmSizeBytes', 'pull', 'noCache', 'isolation', 'cacheTo', 'noCacheFilter'] as const),
  ...(['ssh', 'privileged', 'entitlements', 'provenance', 'sbom'] as const),
] as const

/** The inputs of a build that are not in its template. */
export interface BuildSources {
  /** The hash of its sources. */
  readonly contentHash: string
  /** Why it needs BuildKit, as found when the manifest was accepted. */
  readonly buildkit?: string | undefined
  /** The services whose images its Dockerfile names, found at the same time. */
  readonly builtFrom?: readonly string[] | undefined
  /** A service of the stack, whose build may be a context of this one. */
  readonly serviceOf: (name: string) => V1Service | undefined
}

/** The build of a task's image. */
export function buildArgs(task: V1Task, ports: Pick<Ports, 'store'>): BuildArgs {
  const serviceOf = (name: string) => ports.store.get('Service', keyFor(task.metadata.namespace, name))
  const service = serviceOf(task.spec.service)
  const image = declaredImage(task)
  const sources = sourcesIn(service?.metadata.annotations)
  const isAccepted = isOfNow(image, sources.contentHash)
  const { build } = task.spec.template
  const accepted = isAccepted ? service?.spec.template.build : undefined
  const template = { ...task.spec.template, image, ...(build && accepted ? { build: atPathsOf(accepted, build) } : {}) }
  const own = buildArgsOf(template, { ...sources, serviceOf })
  const tags = isAccepted ? namesOf(sameBuilds(task, own, ports)) : []
  const args = tags.includes(image) ? { ...own, tags } : own
  const isToBeSame = !isAccepted || wasBuilt(task, args, ports)
  return { ...args, ...present({ sourcesOf: isToBeSame ? hashIn(image) : undefined }) }
}

/**
 * The builds of services in the task's stack with the same identity. They are built once, under all their names. The names of a service
 * with an adopted container stay at the image that it runs.
 */
function sameBuilds(
  { metadata, spec }: V1Task,
  args: BuildArgs,
  { store }: Pick<Ports, 'store'>,
): readonly BuildArgs[] {
  const { namespace = '' } = metadata
  const serviceOf = (name: string) => store.get('Service', keyFor(namespace, name))
  const own = identityOf(args, spec.template)
  return [...store.by('Service', 'namespace', namespace).values()]
    .filter((service) => service.spec.template.build && !isBeingDeleted(service))
    .filter((service) => service.metadata.name === spec.service || !holdsNames(service, spec.node ?? '', store))
    .sort(by(({ metadata: { name } }) => name))
    .map((service) => ({ service, args: declaredBuild(service, serviceOf) }))
    .filter(({ service, args: each }) => identityOf(each, service.spec.template) === own)
    .map(({ args: each }) => each)
}

/** The build of a service as it is declared. */
export function declaredBuild(service: V1Service, serviceOf: BuildSources['serviceOf']): BuildArgs {
  return buildArgsOf(builtTemplate(service), { ...sourcesIn(service.metadata.annotations), serviceOf })
}

function sourcesIn(said: Readonly<Record<string, string>> = {}): Omit<BuildSources, 'serviceOf'> {
  const { [annotations.buildHash]: contentHash = '', [annotations.buildkit]: buildkit } = said
  return { contentHash, buildkit, builtFrom: builtFromIn(said) }
}

/** The services whose images a build starts from, by its own annotations. */
export function builtFromIn(said: Readonly<Record<string, string>> = {}): readonly string[] | undefined {
  return said[annotations.builtFrom]?.split(',')
}

/** Builds of the same identity make the same image. Its names do not belong to that, the logins for its base images do. */
export function identityOf({ tags: _, ...args }: BuildArgs, { imagePullSecrets = [] }: V1TaskTemplate): string {
  return stableJson([args, imagePullSecrets])
}

/** All names of builds, each once. */
export function namesOf(builds: readonly BuildArgs[]): readonly string[] {
  return [...new Set(builds.flatMap(({ tags }) => tags))]
}

/** Whether the node already had this build under a tag of its sources. Then a rebuild has to be of the same sources. */
function wasBuilt({ spec }: V1Task, { tags }: BuildArgs, { store }: Pick<Ports, 'store'>): boolean {
  const name = spec.image ?? spec.template.image ?? ''
  const all = [name, ...tags].filter((each) => builtTag(each) === builtTag(name))
  return ownImages(store).some((own) => own.node === spec.node && all.some((each) => own.names.includes(each)))
}

/**
 * Whether a tag stands for the sources that were accepted last. Of other sources, as of a revision that was rolled back to, the whole hash
 * is unknown.
 */
function isOfNow(image: string, accepted: string): boolean {
  const tag = builtTag(image)
  return accepted.length > tag.length && accepted.startsWith(tag)
}

/** The beginning of the source hash in a build's tag. The rest of the tag is there to rebuild the same sources. */
function hashIn(image: string): string | undefined {
  return /:([0-9a-f]{8})[0-9a-f]{4}$/.exec(image)?.[1]
}

/** The build of a template's image. */
export function buildArgsOf(template: V1TaskTemplate, sources: BuildSources): BuildArgs {
  const serviceContexts = new Map<string, BuildArgs>()
  const args = withContexts(template, sources, serviceContexts)
  const bases = basesOf(sources)
  return {
    ...args,
    ...(serviceContexts.size === 0 ? {} : { serviceContexts: Object.fromEntries(serviceContexts) }),
    ...(bases.length === 0 ? {} : { bases: Object.fromEntries(bases) }),
  }
}

/** The builds of its base images, without their own base images, which are listed beside them. */
function basesOf({ builtFrom = [], serviceOf }: BuildSources): readonly (readonly [string, BuildArgs])[] {
  return builtFrom.flatMap((name) => {
    const { template } = serviceOf(name)?.spec ?? {}
    return template?.build ? [[name, buildArgsOf(template, { contentHash: '', serviceOf })] as const] : []
  })
}

/** A build with its service contexts resolved. The builds of those services are added to `builds`, each once. */
function withContexts(template: V1TaskTemplate, sources: BuildSources, builds: Map<string, BuildArgs>): BuildArgs {
  const args = ownArgs(template, sources)
  if (args.additionalContexts === undefined) return args
  const additionalContexts: Record<string, string> = {}
  for (const [name, from] of Object.entries(args.additionalContexts)) {
    const service = serviceContext(from)
    const context = service === undefined ? undefined : sources.serviceOf(service)?.spec.template
    additionalContexts[name] = context && !context.build ? `docker-image://${context.image ?? ''}` : from
    if (service === undefined || !context?.build || builds.has(service)) continue
    const own = { contentHash: '', serviceOf: sources.serviceOf }
    builds.set(service, ownArgs(context, own)) // before its own contexts, so that a cycle ends here
    builds.set(service, withContexts(context, own, builds))
  }
  return { ...args, additionalContexts }
}

function ownArgs(template: V1TaskTemplate, { contentHash, buildkit }: BuildSources): BuildArgs {
  const { image = '', build = {} } = template
  const key = keyNeed(build)
  return {
    tags: build.tags ?? [image],
    context: build.context ?? '',
    contentHash,
    ...pick(build, PASSED_ON),
    ...present({
      additionalContexts: build.additionalContexts,
      platform: buildPlatform(template),
      buildArgs: build.args && variables(build.args),
      buildkit: buildkit ?? (key && keyWords(key)),
      secrets: build.secrets?.map(({ secret, target }) => ({ id: target ?? secret, secret })),
    }),
  }
}

/** The platform that an image is built for; undefined: its node's. Of several declared platforms only the node's own can run there. */
function buildPlatform({ build = {}, platform }: V1TaskTemplate): string | undefined {
  const [first, ...more] = build.platforms ?? []
  return build.platform ?? platform ?? (more.length === 0 ? first : undefined)
}

function variables(args: readonly V1EnvVar[]): Record<string, string> {
  return Object.fromEntries(args.map(({ name, value }) => [name, value ?? '']))
}

/** An image to build, with the proxies that its node's engine is told to use. */
export type WantedBuild = Wanted & Pick<BuildArgs, 'proxies'>

/** A build with its secrets, the logins for its base images and the proxies, read anew for each build. */
export async function withBuildBytes(args: BuildArgs, wanted: WantedBuild, reader: SecretReader): Promise<BuildArgs> {
  const [whole, logins] = await Promise.all([withSecrets(args, wanted, reader), buildLogins(wanted, reader)])
  return { ...buildWithProxies(whole, wanted.proxies), ...present({ logins }) }
}

async function withSecrets(args: BuildArgs, wanted: Wanted, reader: SecretReader): Promise<BuildArgs> {
  const secrets = args.secrets && (await Promise.all(args.secrets.map((each) => readBuildSecret(each, wanted, reader))))
  const contexts = await Promise.all(
    Object.entries(args.serviceContexts ?? {}).map(
      async ([service, build]) => [service, await withSecrets(build, wanted, reader)] as const,
    ),
  )
  const serviceContexts = contexts.length === 0 ? undefined : Object.fromEntries(contexts)
  return { ...args, ...present({ secrets, serviceContexts }) }
}
