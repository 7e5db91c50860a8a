import { builtName } from '../../api/v1/built-image.ts'
import type { V1Service, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { revisionHash, stableHash } from '../../api/v1/language/hash.ts'
import { hookOwner } from '../../api/v1/hook-job.ts'
import { annotations } from '../../api/v1/labels.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Target } from './view.ts'

/** Says the content hash of a Secret or Config of the stack; undefined while it is not known. */
export type ContentHash = (kind: 'Secret' | 'Config', name: string) => string | undefined

/** What a service's spec comes to; undefined while the content of something that it mounts is not known. */
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

/** What the specs of a service, and of what it mounts, come to as they are in the store. */
export function targetIn(service: V1Service, { get }: Pick<Store, 'get'>): Target | undefined {
  const { namespace } = service.metadata
  return targetOf(service, (kind, name) => get(kind, keyFor(namespace, name))?.status?.contentHash)
}

/** What a revision's name is made of, each a hash in hex. */
interface RevisionParts {
  readonly template: string
  /** Of what it mounts; absent when it mounts no Secret and no Config. */
  readonly contents?: string | undefined
  /** Of what its tag was resolved to; absent when that was never asked. */
  readonly image?: string | undefined
}

function revisionName({ template, contents, image }: RevisionParts): string {
  return [template, contents, image].filter((part) => part !== undefined).join('-')
}

/** The parts of the name of a revision that mounts a Secret or Config. */
function partsOf(revision: string): RevisionParts {
  const [template = '', contents, image] = revision.split('-')
  return { template, contents, image }
}

/**
 * Whether two revisions that mount a Secret or Config are of one template and one image; what these hold may differ, or be
 * hashed with another key.
 */
export function differInContentsOnly(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)]
  return one !== other && a.template === b.template && a.image === b.image
}

/** The Secrets and Configs that a template mounts. */
export function mountedContents(template: V1TaskTemplate): readonly (readonly ['Secret' | 'Config', string])[] {
  return [
    ...(template.secrets ?? []).map(({ secret }) => ['Secret', secret] as const),
    ...(template.configs ?? []).map(({ config }) => ['Config', config] as const),
  ]
}

/** The name under which a service's build runs: Compose's name, with the hash of its content as the tag. What runs before it runs the same. */
export function buildTag(service: V1Service): string {
  const hash = service.metadata.annotations?.[annotations.buildHash] ?? 'latest'
  const name = `${service.metadata.namespace}-${hookOwner(service) ?? service.metadata.name}`
  return `${name.toLowerCase()}:${hash.slice(0, 12)}`
}

const resolved = new WeakMap<V1TaskTemplate, { tag: string; template: V1TaskTemplate }>()

/** The template with the image that its build makes. The same object for the same spec, so that hashes and bodies are made once. */
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

function templateHash(template: V1TaskTemplate): string {
  const known = hashes.get(template)
  if (known !== undefined) return known
  const hash = revisionHash(template)
  hashes.set(template, hash)
  return hash
}
