import type { V1ConfigReference, V1SecretReference } from './generated/types.ts'

/** The path of a Secret in a container: as in Compose, below /run/secrets, by default under the Secret's name. */
export function secretTarget({ secret, target = secret }: V1SecretReference): string {
  return below('/run/secrets/', target)
}

/** The path of a Config in a container: below /, by default under the Config's name. */
export function configTarget({ config, target = config }: V1ConfigReference): string {
  return below('/', target)
}

function below(directory: string, target: string): string {
  return target.startsWith('/') ? target : `${directory}${target}`
}
