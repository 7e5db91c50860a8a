import { builtName, withoutPaths } from '../../api/v1/built-image.ts'
import type { V1Revision, V1RevisionSpec, V1Service, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { newestFirst } from '../../api/v1/failed-revision.ts'
import { revisionHash, stableHash } from '../../api/v1/language/hash.ts'
import { hookOwner } from '../../api/v1/hook-job.ts'
import { annotations } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { keyFor, slotName } from '../../api/v1/names.ts'
import { isImageId, pinnedId, pinnedImage, readResolution } from '../../api/v1/pinned-image.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Target } from './view.ts'

/** Returns the content hash of a Secret or Config of the stack; undefined while unknown. */
export type ContentHash = (kind: 'Secret' | 'Config', name: string) => string | undefined

/** Resolves a service's spec to its target; undefined while the content of a mounted Secret or Config is unknown. */
export function targetOf(service: V1Service, contentHash: ContentHash): Target | undefined {
  const template = builtTemplate(service)
  const contents: Record<string, string> = {}
  for (const [kind, name] of mountedContents(template)) {
    const hash = contentHash(kind, name)
    if (hash === undefined) return undefined
    contents[`${kind}/${name}`] = hash
  }
  const image = template.build ? undefined : service.metadata.annotations?.[annotations.image]
  const hash = revisionName({
    template: templateHash(template),
    ...(Object.keys(contents).length === 0 ? {} : { contents: stableHash(contents, 10) }),
    ...(image === undefined ? {} : { image: stableHash(image, 10) }),
  })
  return { hash, template, contents, ...(image === undefined ? {} : { image }) }
}

/** As `targetOf`, with the content hashes from the store. */
export function targetIn(service: V1Service, { get }: Pick<Store, 'get'>): Target | undefined {
  const { namespace } = service.metadata
  return targetOf(service, (kind, name) => get(kind, keyFor(namespace, name))?.status?.contentHash)
}

/**
 * What a revision is pinned to from the start: the image that it is made for. A digest is one for all nodes. An id is of one node alone:
 * those of which the annotation has none have the ids that they had in an earlier revision of the same template and annotation.
 */
export function pinOfTarget(
  { hash, image, template }: Target,
  revisions: readonly V1Revision[],
): Pick<V1RevisionSpec, 'imageDigests' | 'imageIDs'> {
  if (image === undefined) return {}
  const { pinned, ids } = readResolution(image)
  const imageDigests = { [template.image ?? '']: pinned }
  if (!isImageId(pinned)) return { imageDigests }
  const isBefore = ({ metadata, spec }: V1Revision) =>
    partsOf(spec.hash).template === partsOf(hash).template &&
    (metadata.annotations?.[annotations.image] ?? pinnedId(pinnedImage(spec, template.image) ?? '')) === image
  return { imageDigests, imageIDs: { ...newestFirst(revisions).find(isBefore)?.spec.imageIDs, ...ids } }
}

/** The task of a target that a found container would be of, to compute the container that is wanted in its place. */
export function taskOfTarget(
  service: V1Service,
  { hash: revision, template, contents }: Target,
  { task: name, ...place }: { readonly task: string; readonly slot: number; readonly node: string },
): V1Task {
  const containerName = slotName(service, place.slot)
  return {
    apiVersion: service.apiVersion,
    kind: 'Task',
    metadata: { name, namespace: stackOf(service) },
    spec: { service: service.metadata.name, ...place, revision, template, contents: { ...contents }, containerName },
  }
}

/** The parts of a revision's name, each a hash in hex. */
interface RevisionParts {
  readonly template: string
  /** The hash of mounted contents; absent without Secrets and Configs. */
  readonly contents?: string | undefined
  /** The hash of what the image's tag was resolved to; absent where it was not resolved. */
  readonly image?: string | undefined
}

function revisionName({ template, contents, image }: RevisionParts): string {
  return [template, contents, image].filter((part) => part !== undefined).join('-')
}

/** Splits the name of a revision that mounts a Secret or Config. */
function partsOf(revision: string): RevisionParts {
  const [template = '', contents, image] = revision.split('-')
  return { template, contents, image }
}

/**
 * Whether two revisions with mounted contents differ at most in these: same template, same image. The contents may be others, or be hashed
 * with another key.
 */
export function differInContentsOnly(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)]
  return one !== other && a.template === b.template && a.image === b.image
}

/** Whether a revision has the template that a service declares now, whatever its contents and image. */
export function isOfTemplate(revision: string, service: V1Service): boolean {
  return partsOf(revision).template === templateHash(builtTemplate(service))
}

/** Whether two revisions have the same contents and image, whatever their templates. */
export function differInTemplateOnly(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)]
  return one !== other && a.contents === b.contents && a.image === b.image
}

/** The Secrets and Configs that a template mounts. */
export function mountedContents(template: V1TaskTemplate): readonly (readonly ['Secret' | 'Config', string])[] {
  return [
    ...(template.secrets ?? []).map(({ secret }) => ['Secret', secret] as const),
    ...(template.configs ?? []).map(({ config }) => ['Config', config] as const),
  ]
}

/**
 * The image name of a service's build: Compose's name, tagged with the hash of the build's content. A service's hook jobs run the service's
 * image.
 */
export function buildTag(service: V1Service): string {
  const hash = service.metadata.annotations?.[annotations.buildHash] ?? 'latest'
  const name = `${service.metadata.namespace}-${hookOwner(service) ?? service.metadata.name}`
  return `${name.toLowerCase()}:${hash.slice(0, 12)}`
}

const resolved = new WeakMap<V1TaskTemplate, { tag: string; template: V1TaskTemplate }>()

/**
 * The template with the built image's name. Returns the same object for the same spec, so that cached hashes and request bodies are reused.
 */
export function builtTemplate(service: V1Service): V1TaskTemplate {
  const { template } = service.spec
  if (!template.build) return template
  const tag = buildTag(service)
  const known = resolved.get(template)
  if (known?.tag === tag) return known.template
  const build = { ...template.build, tags: [...new Set([tag, builtName(service), ...(template.build.tags ?? [])])] }
  const made = { ...template, image: tag, build }
  resolved.set(template, { tag, template: made })
  return made
}

const hashes = new WeakMap<V1TaskTemplate, string>()

/** Without the paths of a build's sources: the same sources in another checkout are no other revision. */
function templateHash(template: V1TaskTemplate): string {
  const known = hashes.get(template)
  if (known !== undefined) return known
  const hash = revisionHash(withoutPaths(template))
  hashes.set(template, hash)
  return hash
}
