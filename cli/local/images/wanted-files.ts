import type { FileReading } from '../../../store/source/reading/reading.ts'
import { isNamed, refuseUnknown } from '../request/only-services.ts'

/** The readings with these services, what their pre_start became, and no others; all of them where none is named. */
export function withServices(files: readonly FileReading[], services: readonly string[]): readonly FileReading[] {
  if (services.length === 0) return files
  refuseUnknown(files, services)
  const isMeant = isNamed(services)
  return files.map((file) => ({
    ...file,
    manifests: file.manifests.filter((manifest) => manifest.object.kind !== 'Service' || isMeant(manifest)),
  }))
}
