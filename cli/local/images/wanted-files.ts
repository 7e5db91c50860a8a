import { exits, InstallationError } from '../../../api/v1/installation-error.ts'
import { didYouMean } from '../../../api/v1/nearest.ts'
import type { FileReading } from '../../../store/source/reading.ts'

/** The readings with these services and no others; all of them where none is named. */
export function withServices(files: readonly FileReading[], services: readonly string[]): readonly FileReading[] {
  if (services.length === 0) return files
  const known = files.flatMap(({ manifests }) =>
    manifests.flatMap(({ object }) => (object.kind === 'Service' ? [object.metadata.name] : [])),
  )
  const unknown = services.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new InstallationError(exits.failed, `the files declare no service ${unknown}${didYouMean(unknown, known)}`, {
      reason: 'NotFound',
      remedy: known.length > 0 ? `they declare ${known.join(', ')}` : 'they declare none',
    })
  return files.map((file) => ({
    ...file,
    manifests: file.manifests.filter(
      ({ object }) => object.kind !== 'Service' || services.includes(object.metadata.name),
    ),
  }))
}
