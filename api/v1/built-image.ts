import type { V1ObjectMeta, V1Service, V1TaskTemplate } from './generated/types.ts'
import { pick } from './language/pick.ts'

/** The image name that Compose gives a service with a build and no `image`. */
export function impliedImage({ namespace, name }: Pick<V1ObjectMeta, 'namespace' | 'name'>): string {
  return `${namespace}-${name}`
}

/** The name by which others may refer to the image that a service builds: the declared one, else Compose's default. */
export function builtName({ metadata, spec }: V1Service): string {
  return spec.template.image ?? impliedImage(metadata)
}

/** The tag of a built image: the beginning of the hash of its sources. */
export function builtTag(image: string): string {
  return image.slice(image.lastIndexOf(':') + 1)
}

/** The part of a build's hash and tag that `--build` changes, so that the same sources are built again. */
export const SALT = { from: 8, to: 12 }
export const NO_SALT = '0000'

/** Whether the build of an image was asked for by `--build`, though the sources may be the same. */
export function isBuiltAnew(image: string): boolean {
  return HASHED.test(image) && builtTag(image).slice(SALT.from, SALT.to) !== NO_SALT
}

/** A tag that contains the hash of a build's sources. */
const HASHED = /:[0-9a-f]{12}$/

/** Whether the tag of a template's image stands for the sources of its build. */
export function isOfSources({ image = '', build }: V1TaskTemplate): boolean {
  return build !== undefined && HASHED.test(image)
}

/**
 * The template without the paths of its build's sources, which differ between checkouts. The same template where the image's tag does not
 * contain the hash of the sources: then the paths are all that tells one build from another.
 */
export function withoutPaths(template: V1TaskTemplate): V1TaskTemplate {
  const { build } = template
  return build && isOfSources(template) ? { ...template, build: settingsOf(build) } : template
}

/** A build of the same sources, which are at the paths of another build by now. */
export function atPathsOf(other: Build, build: Build): Build {
  return { ...settingsOf(build), ...pick(other, PATHS) }
}

type Build = NonNullable<V1TaskTemplate['build']>

/** The fields of a build that are paths of its sources, or contain some. */
const PATHS = ['context', 'dockerfile', 'additionalContexts'] as const

function settingsOf({ context, dockerfile, additionalContexts, ...settings }: Build): Build {
  return settings
}
