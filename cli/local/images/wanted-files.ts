import type { FileReading } from '../../../store/source/reading/reading.ts'
import { isNamed, refuseUnknown } from '../request/only-services.ts'

/** The readings with only these services and their `pre_start` jobs; without names all services. */
export function withServices(files: readonly FileReading[], services: readonly string[]): readonly FileReading[] {
  if (services.length === 0) return files
  refuseUnknown(files, services)
  const isMeant = isNamed(services)
  return files.map((file) => ({
    ...file,
    manifests: file.manifests.filter((manifest) => manifest.object.kind !== 'Service' || isMeant(manifest)),
  }))
}
