import { basename } from 'node:path/posix'

/** The names by which Compose finds a project's file, the first that is there. */
export const defaultNames: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
]

/** The names of the file that is merged over it. */
export const overrideNames: readonly string[] = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/** Whether a path is one by which Compose finds a project. */
export function isDefaultName(path: string): boolean {
  return defaultNames.includes(basename(path))
}

/** Whether a path is one by which people tell a variant of the project beside it, as docker-compose.prod.yml. */
export function isVariantName(path: string): boolean {
  const name = basename(path)
  return /^(docker-)?compose\..+\.ya?ml$/.test(name) && !overrideNames.includes(name)
}
