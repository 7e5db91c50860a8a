import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { errorAt, type ManifestError } from '../../../api/v1/provenance.ts'
import { inactiveIn } from './inactive.ts'
import { type FileReading, idsIn } from './reading.ts'
import { builderIn, buildersIn } from './shared-builds.ts'

/** The warnings of files: of each, where they hold beside the others, and of all together. */
export function warningsIn(
  files: readonly FileReading[],
  warningsOf: (file: FileReading) => readonly ManifestError[] = ({ warnings }) => warnings,
): readonly ManifestError[] {
  const all = files.flatMap(warningsOf)
  return [...(all.some(({ unless }) => unless) ? holding(all, files) : all), ...builtElsewhere(files)]
}

/** The warnings without those for want of a service that another file declares, or may declare, as it has an error. */
function holding(warnings: readonly ManifestError[], files: readonly FileReading[]): readonly ManifestError[] {
  const declared = new Set([...idsIn(files), ...inactiveIn(files).keys()])
  const broken = new Set(files.filter(({ errors }) => errors.length > 0).flatMap(({ stacks }) => stacks))
  return warnings.filter(
    ({ unless }) =>
      !unless || !(declared.has(`Service/${keyFor(unless.namespace, unless.name)}`) || broken.has(unless.namespace)),
  )
}

/**
 * Warnings for images that a service of another file builds under the same name. Such an image is pulled, unless `pullPolicy` is Never, and
 * a stranger may have pushed one under that name.
 */
function builtElsewhere(files: readonly FileReading[]): readonly ManifestError[] {
  const written = files.flatMap(({ file, manifests }) =>
    manifests.filter(({ sharesBuild }) => !sharesBuild).map((manifest) => ({ ...manifest, file })),
  )
  const builders = buildersIn(written)
  if (builders.size === 0) return []
  return written.flatMap(({ object, provenance }): readonly ManifestError[] => {
    const builder = builderIn(builders, object)
    if (builder === undefined || isNeverPulled(object)) return []
    const path = ['spec', 'template', 'image']
    const { name } = builder.object.metadata
    const message = `is what service ${name} builds, and it is pulled here, as only services of one file share a build: write both into ${builder.file}, or give one of them another tag`
    return [errorAt(provenance, path, message)]
  })
}

function isNeverPulled(object: ObjectOf): boolean {
  return object.kind === 'Service' && object.spec.template.pullPolicy === 'Never'
}
