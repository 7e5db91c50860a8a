import type { ManifestError } from '../../../api/v1/provenance.ts'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import { leftBehind } from './left-behind.ts'
import { missingBuilds } from './missing-build.ts'

/** What manifests need on this machine and is not here, each where it is named: it is of another machine, or nowhere. */
export async function notHere(
  request: Pick<ManifestRequest, 'sideFiles' | 'staged'>,
  files: readonly FileReading[],
): Promise<readonly ManifestError[]> {
  return request.sideFiles ? leftBehind(files) : await missingBuilds(files, request.staged)
}
