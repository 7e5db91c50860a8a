import type { FileReading } from '../../../store/source/reading.ts'
import { refuseUnknown } from '../request/only-services.ts'

/** The readings with these services and no others; all of them where none is named. */
export function withServices(files: readonly FileReading[], services: readonly string[]): readonly FileReading[] {
  if (services.length === 0) return files
  refuseUnknown(files, services)
  return files.map((file) => ({
    ...file,
    manifests: file.manifests.filter(
      ({ object }) => object.kind !== 'Service' || services.includes(object.metadata.name),
    ),
  }))
}
