import { basename } from 'node:path/posix'

/** The names under which Compose looks for a project's file, in order of precedence. */
export const defaultNames: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
]

/** The names of the override file, which is merged over the project's file, in order of precedence. */
export const overrideNames: readonly string[] = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/** Whether a file has a name under which Compose looks for a project. */
export function isDefaultName(path: string): boolean {
  return defaultNames.includes(basename(path))
}

/** Whether a file is named as a variant of the project beside it, such as docker-compose.prod.yml. */
export function isVariantName(path: string): boolean {
  const name = basename(path)
  return /^(docker-)?compose\..+\.ya?ml$/.test(name) && !overrideNames.includes(name)
}
