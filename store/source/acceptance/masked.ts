import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { errorAt, type ManifestError, saidAs } from '../../../api/v1/provenance.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { restoreHidden } from '../../../api/v1/redact/restore-hidden.ts'
import { HIDDEN } from '../../../api/v1/redact/secret-value.ts'
import type { Accepted } from './accepted.ts'
import type { ReadManifest, ResourceId, RootReading } from '../reading/reading.ts'

/**
 * Finds files that contain `***` where the accepted resource has a secret: `get -o yaml` prints it so, and accepting it would replace the
 * secret (S9). It compares with the accepted resource, as no text alone shows this.
 */
export function maskedIn(
  { files }: Pick<RootReading, 'files'>,
  accepted: ReadonlyMap<ResourceId, Accepted>,
): ReadonlyMap<string, ManifestError> {
  const found = new Map<string, ManifestError>()
  for (const { file, manifests, errors } of files.values()) {
    const [first] = errors.length > 0 ? [] : manifests.flatMap((manifest) => maskOf(manifest, accepted) ?? [])
    if (first) found.set(file, first)
  }
  return found
}

function maskOf(manifest: ReadManifest, accepted: ReadonlyMap<ResourceId, Accepted>): ManifestError | undefined {
  const before = accepted.get(manifest.id)
  if (!before || before.hash === manifest.hash || isBeingDeleted(before.object)) return undefined
  const { spec, metadata } = manifest.object
  const sent = { spec, metadata: { labels: metadata.labels, annotations: metadata.annotations } }
  if (!JSON.stringify(sent).includes(HIDDEN)) return undefined
  const [path] = restoreHidden(sent, { live: before.object, shown: redactObject(before.object) }).restored
  if (!path) return undefined
  const { provenance } = manifest
  const message = `was hidden where it was printed (${HIDDEN}), and is not applied in the place of the value that is there: write the value itself, as \`--show-values\` prints it`
  return errorAt(provenance, path, saidAs(provenance, message))
}
