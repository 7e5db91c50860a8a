import type { ManifestError } from '../../../api/v1/provenance.ts'

/** A file of another tool in a directory is no error; it is named, as it may be one of ours with a mistyped key. */
export function passedByWarning(file: string): ManifestError {
  const message = 'is neither a manifest nor a Compose file: it is passed by'
  return { place: { file, line: 1, column: 1, origin: 'literal' }, path: '', message }
}
