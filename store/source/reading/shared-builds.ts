import { builtName } from '../../../api/v1/built-image.ts'
import type { V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { fullName } from '../../../api/v1/image-reference.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import type { Manifest } from '../../../api/v1/provenance.ts'

/**
 * Copies builds: a service without a build whose image another service of its stack in this file builds gets that build. As in Compose, it
 * runs what is built, not what a registry has under that name.
 */
export function withSharedBuilds(manifests: readonly Manifest<ObjectOf>[]): readonly Manifest<ObjectOf>[] {
  const builders = buildersIn(manifests)
  if (builders.size === 0) return manifests
  return manifests.map((manifest) => {
    const { object } = manifest
    const builder = builderIn(builders, object)?.object
    if (object.kind !== 'Service' || builder?.kind !== 'Service') return manifest
    const { spec } = object
    const shared = DECIDING.filter((field) => spec.template[field] === undefined && builder.spec.template[field])
    const template = { ...spec.template, ...pick(builder.spec.template, shared) }
    return { ...manifest, object: { ...object, spec: { ...spec, template } }, sharesBuild: shared }
  })
}

interface Declared {
  readonly object: ObjectOf
}

/** By image name, the service that builds it; of several the first. */
export function buildersIn<T extends Declared>(declared: readonly T[]): ReadonlyMap<string, T> {
  return new Map(declared.flatMap((each) => namesBuilt(each.object).map((name) => [name, each] as const)).toReversed())
}

/** The builder of the image that a service without a build names. */
export function builderIn<T extends Declared>(builders: ReadonlyMap<string, T>, object: ObjectOf): T | undefined {
  if (object.kind !== 'Service' || object.spec.template.build) return undefined
  return builderOf(builders, object.metadata.namespace, object.spec.template.image ?? '')
}

/** The builder of an image within a stack. */
export function builderOf<T extends Declared>(
  builders: ReadonlyMap<string, T>,
  ...[stack, image]: [stack: string | undefined, image: string]
): T | undefined {
  return builders.get(nameIn(stack, image))
}

/** The fields of a template that affect the result of its build. */
const DECIDING = ['build', 'platform', 'imagePullSecrets'] as const

/** The object without the fields copied from another service's build. */
export function asWritten({ object, sharesBuild }: Pick<Manifest<ObjectOf>, 'object' | 'sharesBuild'>): ObjectOf {
  if (object.kind !== 'Service' || !sharesBuild) return object
  const own = Object.entries(object.spec.template).filter(([field]) => !sharesBuild.includes(field))
  return { ...object, spec: { ...object.spec, template: Object.fromEntries(own) as V1TaskTemplate } }
}

/** The names, each within its stack, by which others may refer to what a service builds. */
function namesBuilt(object: ObjectOf): readonly string[] {
  if (object.kind !== 'Service' || !object.spec.template.build) return []
  return [builtName(object), ...(object.spec.template.build.tags ?? [])].map((name) =>
    nameIn(object.metadata.namespace, name),
  )
}

function nameIn(stack: string | undefined, image: string): string {
  return `${stack}/${fullName(image)}`
}
