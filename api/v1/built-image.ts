import type { V1ObjectMeta, V1Service } from './generated/types.ts'

/** What Compose calls the image of a service that is built and says no name. */
export function impliedImage({ namespace, name }: Pick<V1ObjectMeta, 'namespace' | 'name'>): string {
  return `${namespace}-${name}`
}

/** What others may call the image that a service builds: as it is declared, else as Compose has it. */
export function builtName({ metadata, spec }: V1Service): string {
  return spec.template.image ?? impliedImage(metadata)
}

/** The tag that a build's image has: the beginning of the hash of its sources. */
export function builtTag(image: string): string {
  return image.slice(image.lastIndexOf(':') + 1)
}
