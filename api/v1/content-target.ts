import type { V1ConfigReference, V1SecretReference } from './generated/types.ts'

/** Where a Secret stands in a container: below /run/secrets, under its name where nothing else is said, as in Compose. */
export function secretTarget({ secret, target = secret }: V1SecretReference): string {
  return below('/run/secrets/', target)
}

/** Where a Config stands in a container, likewise: below /. */
export function configTarget({ config, target = config }: V1ConfigReference): string {
  return below('/', target)
}

function below(directory: string, target: string): string {
  return target.startsWith('/') ? target : `${directory}${target}`
}
