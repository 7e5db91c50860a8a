import type { V1Config, V1Secret, V1Service } from '../../../api/v1/generated/types.ts'
import { errorAt, type ManifestError } from '../../../api/v1/provenance.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'

type Declared = FileReading['manifests'][number]

/**
 * Errors for what manifests sent from another machine would need from its disk permanently (builds, content files), each with an
 * alternative.
 */
export function leftBehind(files: readonly FileReading[]): readonly ManifestError[] {
  return files.flatMap(({ manifests }) => manifests.flatMap(needed))
}

function needed(manifest: Declared): readonly ManifestError[] {
  const { object } = manifest
  switch (object.kind) {
    case 'Service':
      return object.spec.template.build === undefined || manifest.sharesBuild
        ? []
        : [errorAt(manifest.provenance, ['spec', 'template', 'build'], noBuild(object))]
    case 'Secret':
    case 'Config':
      return object.spec.file === undefined ? [] : [errorAt(manifest.provenance, ['spec', 'file'], noFile(object))]
    default:
      return []
  }
}

const ELSEWHERE = 'is on the machine of the command line, and serve on another'

function noBuild({ spec: { template } }: V1Service): string {
  const { context = 'its context' } = template.build ?? {}
  return `${context} ${ELSEWHERE}: build it there, push the image to a registry, and leave only image: here; or push the directory to where serve runs (reconcile init --git)`
}

function noFile({ kind, metadata, spec }: V1Secret | V1Config): string {
  const { name, namespace = '' } = metadata
  const what = `${spec.file ?? ''} ${ELSEWHERE}`
  return kind === 'Secret'
    ? `${what}: send its bytes once (reconcile secret create ${name} -n ${namespace} --from-file ${spec.file ?? ''}), and declare it external: true`
    : `${what}: write the text itself, as content:`
}
