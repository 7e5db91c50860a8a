import { basename } from 'node:path/posix'

/** What gives a project its name, the first that is there. */
export interface NameSources {
  /** `name:` of the file. */
  readonly declared: string | undefined
  readonly given: string | undefined
  /** COMPOSE_PROJECT_NAME. */
  readonly variable: string | undefined
  readonly baseDirectory: string
}

/** The name of a Compose project as its tools make it: lower-case, only letters, digits, - and _; empty when nothing is left. */
export function projectName({ declared, given, variable, baseDirectory }: NameSources): string {
  return normalised([declared, given, variable].find((name) => name) ?? basename(baseDirectory))
}

function normalised(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
}
