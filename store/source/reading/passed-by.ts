import type { ManifestError } from '../../../api/v1/provenance.ts'

/** The warning for a file of another tool in a directory. It is no error, but may be one of ours with a mistyped key. */
export function passedByWarning(file: string): ManifestError {
  const message = 'is neither a manifest nor a Compose file: it is passed by'
  return { place: { file, line: 1, column: 1, origin: 'literal' }, path: '', message }
}
