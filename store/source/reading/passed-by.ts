import { aboutFile, type ManifestError } from '../../../api/v1/provenance.ts'
import type { FileReading } from './reading.ts'

/**
 * The warnings for a file in a directory that is passed by: that of another tool may be one of ours with a mistyped key. None for a kept
 * plan, which is meant to lie there.
 */
export function passedByWarnings({
  file,
  isKeptPlan,
}: Pick<FileReading, 'file' | 'isKeptPlan'>): readonly ManifestError[] {
  return isKeptPlan ? [] : [aboutFile(file, 'is neither a manifest nor a Compose file: it is passed by')]
}
