import type { ManifestRequest } from '../../api/v1/requests.ts'
import { ownVariables } from '../../compose/own-variables.ts'

/** The request with the values of the variables that were asked for and of Compose's own, and no others. */
export function withVariables<T extends ManifestRequest>(
  request: T,
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): T {
  const values = Object.fromEntries([...ownVariables, ...names].map((name) => [name, env[name] ?? null]))
  return { ...request, variables: { ...values, ...request.variables } }
}
