import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { withVariables } from '../../arguments/variables.ts'
import { readRequest, type RequestReading } from './read-request.ts'

/** What came of texts that had all that they asked for. */
export type WholeReading = Exclude<RequestReading, { readonly needs: readonly string[] }>

/** The texts of a request, read with the variables that they ask for as `env` has them. */
export function readWhole(request: ManifestRequest, env: Readonly<Record<string, string | undefined>>): WholeReading {
  const first = readRequest(withVariables(request, [], env))
  const reading = first.needs ? readRequest(withVariables(request, first.needs, env)) : first
  if (reading.needs) throw new Error(`the manifests still ask for ${reading.needs.join(', ')}`)
  return reading
}
