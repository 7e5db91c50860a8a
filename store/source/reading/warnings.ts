import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { errorAt, type ManifestError } from '../../../api/v1/provenance.ts'
import type { FileReading } from './reading.ts'
import { builderIn, buildersIn } from './shared-builds.ts'

/** What is said of files and is no error: of each of them, and of all together. */
export function warningsIn(files: readonly FileReading[]): readonly ManifestError[] {
  return [...files.flatMap(({ warnings }) => warnings), ...builtElsewhere(files)]
}

/** Images that services of other files build under that name: who names one has it pulled, unless that says never, and may run what a stranger pushed. */
export function builtElsewhere(files: readonly FileReading[]): readonly ManifestError[] {
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
