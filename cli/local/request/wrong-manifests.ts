import { byPlace } from '../../../api/v1/validation/by-place.ts'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'

/** Yields each manifest error, and the outcome that nothing was changed. */
export function* wrongManifests(errors: readonly ManifestError[]): Generator<ProgressEvent> {
  for (const error of byPlace(errors)) yield { type: 'problem', message: formatManifestError(error) }
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
  yield {
    type: 'outcome',
    exit: exits.usage,
    message: `${count} in the manifests; nothing was changed`,
    remedy: 'correct the files and run this again',
  }
}
