import type { ManifestError } from '../../../api/v1/provenance.ts'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import { leftBehind } from './left-behind.ts'
import { missingBuilds } from './missing-build.ts'

/** Errors for files that manifests need on this machine and that are missing: they are on another machine, or nowhere. */
export async function notHere(
  request: Pick<ManifestRequest, 'sideFiles' | 'staged'>,
  files: readonly FileReading[],
): Promise<readonly ManifestError[]> {
  return request.sideFiles ? leftBehind(files) : await missingBuilds(files, request.staged)
}
