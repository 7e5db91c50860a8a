import { ownValue } from '../../api/v1/language/own-value.ts'
import type { ManifestRequest } from '../../api/v1/installation/requests.ts'
import { ownVariables } from '../../compose/own-variables.ts'

/** `NAME=VALUE` as it is. A bare name gets its value from our environment, as with docker; none if it is unset. */
export function givenVariable(text: string, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (text.includes('=')) return [text]
  const value = ownValue(env, text)
  return value === undefined ? [] : [`${text}=${value}`]
}

/** Adds to the request the values of the named variables and of Compose's own, and no others. */
export function withVariables<T extends ManifestRequest>(
  request: T,
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): T {
  const values = Object.fromEntries([...ownVariables, ...names].map((name) => [name, ownValue(env, name) ?? null]))
  return { ...request, variables: { ...values, ...request.variables } }
}
