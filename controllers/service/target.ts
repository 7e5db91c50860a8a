import type { V1Service, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { revisionHash, stableHash } from '../../api/v1/hash.ts'
import { annotations } from '../../api/v1/labels.ts'
import type { Target } from './view.ts'

/** Says the content hash of a Secret or Config of the stack; undefined while it is not known. */
export type ContentHash = (kind: 'Secret' | 'Config', name: string) => string | undefined

/** What a service's spec comes to; undefined while the content of something that it mounts is not known. */
export function targetOf(service: V1Service, contentHash: ContentHash): Target | undefined {
  const template = resolvedTemplate(service)
  const contents: Record<string, string> = {}
  for (const [kind, name] of mountedContents(template)) {
    const hash = contentHash(kind, name)
    if (hash === undefined) return undefined
    contents[`${kind}/${name}`] = hash
  }
  const plain = templateHash(template)
  const whole = Object.keys(contents).length === 0 ? plain : `${plain}-${stableHash(contents, 10)}`
  const image = template.build ? undefined : service.metadata.annotations?.[annotations.image]
  if (image === undefined) return { hash: whole, template, contents }
  return { hash: `${whole}-${stableHash(image, 10)}`, template, contents, image }
}

/** Whether two revisions are of one template; what their secrets hold may differ, or be hashed with another key. */
export function areOfOneTemplate(one: string, other: string): boolean {
  return one.split('-', 1)[0] === other.split('-', 1)[0]
}

/** The Secrets and Configs that a template mounts. */
export function mountedContents(template: V1TaskTemplate): readonly (readonly ['Secret' | 'Config', string])[] {
  return [
    ...(template.secrets ?? []).map(({ secret }) => ['Secret', secret] as const),
    ...(template.configs ?? []).map(({ config }) => ['Config', config] as const),
  ]
}

/** The name under which a service's build runs: Compose's name, with the hash of its content as the tag. */
export function buildTag(service: V1Service): string {
  const hash = service.metadata.annotations?.[annotations.buildHash] ?? 'latest'
  return `${service.metadata.namespace}-${service.metadata.name}:${hash.slice(0, 12)}`
}

const resolved = new WeakMap<V1TaskTemplate, { tag: string; template: V1TaskTemplate }>()

/** The template with the image that its build makes. The same object for the same spec, so that hashes and bodies are made once. */
function resolvedTemplate(service: V1Service): V1TaskTemplate {
  const { template } = service.spec
  if (!template.build) return template
  const tag = buildTag(service)
  const known = resolved.get(template)
  if (known?.tag === tag) return known.template
  const composeName = template.image ?? `${service.metadata.namespace}-${service.metadata.name}`
  const build = { ...template.build, tags: [...new Set([tag, composeName, ...(template.build.tags ?? [])])] }
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
