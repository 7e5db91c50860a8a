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

/** What a build may be made from. */
export interface Siblings {
  /** What builds an image of the stack; undefined for what nobody there builds. */
  readonly builderOf: (image: string) => V1Service | undefined
  readonly argsOf: (service: V1Service) => BuildArgs
}

/** What builds an image of a stack by its name in small letters, among these services. */
export function buildersOf(services: readonly V1Service[], stack: string | undefined): Siblings['builderOf'] {
  const declared = services.filter((service) => hookOwner(service) === undefined).map((object) => ({ object }))
  const builders = new Map([...buildersIn(declared)].map(([name, each]) => [name.toLowerCase(), each]))
  return (image) => builderOf(builders, stack?.toLowerCase(), image)?.object
}

/**
 * The services whose images the Dockerfile of a build names, or those of its contexts, or of these images: each after what it is made
 * from itself. `own` are the services that have the build: what comes back to it ends there, as at any that is among them already.
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
 * The services of a file that the build of another one is made from itself, read at once: for who chooses services before anything is
 * hashed. What of it can't be read is said there.
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
