import type { ManifestRequest } from '../../api/v1/installation/requests.ts'
import { ownVariables } from '../../compose/own-variables.ts'

/** `NAME=VALUE` as it stands; of a name alone, as docker has it, our own value, and nothing where we have none. */
export function givenVariable(text: string, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (text.includes('=')) return [text]
  const value = env[text]
  return value === undefined ? [] : [`${text}=${value}`]
}

/** The request with the values of the variables that were asked for and of Compose's own, and no others. */
export function withVariables<T extends ManifestRequest>(
  request: T,
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): T {
  const values = Object.fromEntries([...ownVariables, ...names].map((name) => [name, env[name] ?? null]))
  return { ...request, variables: { ...values, ...request.variables } }
}
