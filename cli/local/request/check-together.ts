import { groupBy } from '../../../api/v1/language/group-by.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { collisionPlace, errorAt, type ManifestError, saidAs } from '../../../api/v1/provenance.ts'
import type { SetError } from '../../../api/v1/validation/set-error.ts'
import { validateSet } from '../../../api/v1/validation/validate-set.ts'
import { errorWords } from '../../../store/source/reading/format-error.ts'
import { withoutImplied } from '../../../store/source/reading/implied.ts'
import { type FileReading } from '../../../store/source/reading/reading.ts'

/** What may be the case of an object that no file declares. */
function notInFiles({ kind }: ObjectRef): string {
  const made =
    kind === 'Secret' ? '; one of `reconcile secret create` is declared there by `spec: { stored: true }`' : ''
  return `: only the files that are named count here${made}`
}

/**
 * Validates manifests together that are each valid: clashing names, missing references, cycles. Missing references are not reported for a
 * stack with a broken file, as that may declare them.
 */
export function checkTogether(files: readonly FileReading[]): readonly ManifestError[] {
  const declared = groupBy(
    files.flatMap((file) => file.manifests),
    ({ id }) => id,
  )
  const manifests = [...declared.values()].flatMap((each) => withoutImplied(each))
  const byId = new Map(manifests.map((manifest) => [manifest.id, manifest]))
  const twice = manifests.flatMap((manifest): ManifestError[] => {
    const first = byId.get(manifest.id)
    if (!first || first === manifest) return []
    const message = `${manifest.id} is declared again in ${first.file}:${first.provenance.placeOf([]).line}: keep one of them`
    const path = ['metadata', 'name']
    const { provenance } = manifest
    return [errorAt(provenance, path, message)]
  })
  const broken = new Set(files.filter(({ errors }) => errors.length > 0).flatMap(({ stacks }) => stacks))
  const manifestOf = ({ kind, namespace, name }: ObjectRef) =>
    byId.get(namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`)
  const otherWords = ({ other, otherPath }: SetError) => {
    if (!other) return ''
    const provenance = manifestOf(other)?.provenance
    return provenance ? collisionPlace(provenance, otherPath) : notInFiles(other)
  }
  const between = validateSet(manifests.map(({ object }) => object)).flatMap((error): ManifestError[] => {
    if (error.other && broken.has(error.other.namespace ?? '')) return []
    const manifest = manifestOf(error.object)
    if (!manifest) return []
    const { provenance } = manifest
    const message = `${saidAs(provenance, errorWords(error))}${otherWords(error)}`
    return [errorAt(provenance, error.path, message)]
  })
  return [...twice, ...between]
}
