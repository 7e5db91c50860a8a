import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isRemoteContext } from '../../../api/v1/build-context.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import { formatPath } from '../../../api/v1/validation-error.ts'
import type { FileReading, ReadManifest } from '../../../store/source/reading.ts'

/** What services are built of and is not there, each where it is named. */
export async function missingBuilds(files: readonly FileReading[]): Promise<readonly ManifestError[]> {
  const found = await Promise.all(files.flatMap(({ manifests }) => manifests.map((manifest) => missingBuild(manifest))))
  return found.filter((error) => error !== undefined)
}

/** The directory or Dockerfile that a service is to be built of, where it is not there. `at` says where a path is looked at. */
export async function missingBuild(
  { object, provenance }: ReadManifest,
  at: (path: string) => string = (path) => path,
): Promise<ManifestError | undefined> {
  const build = object.kind === 'Service' ? sourcesOf(object) : undefined
  if (!build) return undefined
  const wrong = (field: string, message: string): ManifestError => {
    const path = ['spec', 'template', 'build', field]
    return { place: provenance.placeOf(path), path: provenance.fieldOf?.(path) ?? formatPath(path), message }
  }
  const { context, dockerfile } = build
  if (!(await stat(at(context)).catch(() => undefined))?.isDirectory())
    return wrong('context', `there is no directory ${context} to build from`)
  if (dockerfile === undefined || (await stat(at(dockerfile)).catch(() => undefined))) return undefined
  return wrong('dockerfile', `there is no ${dockerfile}; name the Dockerfile with build.dockerfile`)
}

function sourcesOf({ spec }: V1Service): { readonly context: string; readonly dockerfile?: string } | undefined {
  const { context, dockerfile = 'Dockerfile', dockerfileInline } = spec.template.build ?? {}
  if (context === undefined || isRemoteContext(context)) return undefined
  return { context, ...(dockerfileInline === undefined ? { dockerfile: resolve(context, dockerfile) } : {}) }
}
