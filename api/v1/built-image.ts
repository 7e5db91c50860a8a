import type { V1ObjectMeta, V1Service } from './generated/types.ts'

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
