import { builtTag, impliedImage } from '../../api/v1/built-image.ts'
import type { V1Revision, V1Service, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { pinAgain, pinnedImage } from '../../api/v1/pinned-image.ts'
import { type ContentHash, targetOf } from './target.ts'

/** Returns the service as it must be declared to run a revision again: with that revision's template and the exact image that it ran. */
export function restored(service: V1Service, revision: V1Revision, contentHash: ContentHash): V1Service {
  const exact = withImage(service, restoredFrom(service, revision))
  const { hash, template } = revision.spec
  const image = pinAgain(revision.spec, template.image)
  const isExact = template.build || targetOf(exact, contentHash)?.hash === hash
  // A Secret or Config that it mounts has changed since: the result is a revision of its own, without a record of its image.
  return isExact || image === undefined ? exact : withImage(service, { template, image })
}

interface Restored {
  readonly template: V1TaskTemplate
  /** The hash of the build's content, for a built image. */
  readonly buildHash?: string
  /** What the image's tag was resolved to, where the revision's name includes that. */
  readonly image?: string
}

function restoredFrom(service: V1Service, { metadata, spec }: V1Revision): Restored {
  const { template, hash, contents = {} } = spec
  if (template.build) return builtAs(service, template)
  const parts = hash.split('-').length - (Object.keys(contents).length === 0 ? 0 : 1)
  const image = metadata.annotations?.[annotations.image] ?? (parts > 1 ? pinnedImage(spec, template.image) : undefined)
  return { template, ...(image === undefined ? {} : { image }) }
}

/**
 * Reverses `builtTemplate`: takes the content tag and Compose's image name out again. Only today's spec tells whether that name was
 * declared.
 */
function builtAs({ metadata, spec }: V1Service, { image = '', ...template }: V1TaskTemplate): Restored {
  const [, name, ...tags] = template.build?.tags ?? []
  const { tags: _, ...build } = template.build ?? {}
  const isImplied = name === impliedImage(metadata) && spec.template.image !== name
  const declared = isImplied ? undefined : name
  return {
    template: {
      ...template,
      ...(declared === undefined ? {} : { image: declared }),
      build: tags.length === 0 ? build : { ...build, tags },
    },
    buildHash: hashBehind(builtTag(image), metadata.annotations?.[annotations.buildHash]),
  }
}

/** A tag holds only the start of its build hash. Returns the whole hash where today's begins alike. */
function hashBehind(tag: string, now: string | undefined): string {
  return tag !== '' && now?.startsWith(tag) ? now : tag
}

function withImage(service: V1Service, { template, buildHash, image }: Restored): V1Service {
  const { metadata, spec } = service
  const { [annotations.image]: _i, [annotations.buildHash]: _b, ...others } = metadata.annotations ?? {}
  const own = {
    ...others,
    ...(image === undefined ? {} : { [annotations.image]: image }),
    ...(buildHash === undefined ? {} : { [annotations.buildHash]: buildHash }),
  }
  return { ...service, metadata: { ...metadata, annotations: own }, spec: { ...spec, template } }
}
