import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { withVariables } from '../../arguments/variables.ts'
import { readRequest, type WholeReading } from './read-request.ts'

/** Reads the texts of a request with the variables of `env` that they refer to. */
export function readWhole(request: ManifestRequest, env: Readonly<Record<string, string | undefined>>): WholeReading {
  const first = readRequest(withVariables(request, [], env))
  const reading = first.needs ? readRequest(withVariables(request, first.needs, env)) : first
  if (reading.needs) throw new Error(`the manifests still ask for ${reading.needs.join(', ')}`)
  return reading
}
