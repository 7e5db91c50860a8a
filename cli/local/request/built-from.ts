import { resolve } from 'node:path'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { hookOwner } from '../../../api/v1/hook-job.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { buildArgsOf } from '../../../controllers/task/act/build-args.ts'
import { buildsOf } from '../../../engine/docker/build/builds.ts'
import { dockerfileImages, imagesNamed } from '../../../engine/docker/build/image-builder.ts'
import type { BuildArgs } from '../../../engine/types/build.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import { buildersIn, builderOf } from '../../../store/source/reading/shared-builds.ts'

/** Lookups among the services that a build may be based on. */
export interface Siblings {
  /** The service that builds an image of the stack; undefined if none does. */
  readonly builderOf: (image: string) => V1Service | undefined
  readonly argsOf: (service: V1Service) => BuildArgs
}

/** Finds the service that builds an image, by its lower-cased name, among these services. */
export function buildersOf(services: readonly V1Service[], stack: string | undefined): Siblings['builderOf'] {
  const declared = services.filter((service) => hookOwner(service) === undefined).map((object) => ({ object }))
  const builders = new Map([...buildersIn(declared)].map(([name, each]) => [name.toLowerCase(), each]))
  return (image) => builderOf(builders, stack?.toLowerCase(), image)?.object
}

/**
 * The services whose images a build uses, directly or through other builds, as a base image or context. Ordered so that each comes after
 * the ones it is based on itself. `own` are the services with this build; cycles end at them and at visited ones.
 */
export async function builtFrom(
  args: BuildArgs,
  own: readonly V1Service[],
  siblings: Siblings,
): Promise<readonly string[]> {
  const seen = new Set(own.map(keyOf))
  const order: string[] = []
  const visit = async (build: BuildArgs): Promise<void> => {
    for (const each of buildsOf(build))
      for (const image of await dockerfileImages(each)) {
        const base = siblings.builderOf(image)
        if (!base || seen.has(keyOf(base))) continue
        seen.add(keyOf(base))
        await visit(siblings.argsOf(base))
        order.push(base.metadata.name)
      }
  }
  await visit(args)
  return order
}

/**
 * The services of a file that a service's Dockerfile is directly based on, read synchronously, for selecting services before hashing.
 * Unreadable Dockerfiles are reported when hashing.
 */
export function nextBases(service: V1Service, file: Pick<FileReading, 'manifests'>): readonly V1Service[] {
  const { metadata, spec } = service
  if (!spec.template.build) return []
  const args = buildArgsOf(spec.template, { contentHash: '', serviceOf: () => undefined })
  const text = args.dockerfileInline ?? readSideFile(resolve(args.context, args.dockerfile ?? 'Dockerfile'))
  if (typeof text !== 'string') return []
  const builders = buildersOf(servicesIn([file]), metadata.namespace)
  return imagesNamed(text, args).flatMap((image) => builders(image) ?? [])
}
