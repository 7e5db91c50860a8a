import type { Selection } from '../../api/v1/requests.ts'
import { usageError } from '../usage.ts'

/** What takes services of manifests by their names. */
export interface SelectionOptions {
  /** False with --no-deps. */
  readonly deps?: boolean
  /** Whether what others made for the stacks becomes ours. */
  readonly adopt?: boolean
}

/** The services that a command line means alone, where it names any. */
export function selectionOf(
  services: readonly string[] = [],
  { deps = true, adopt }: SelectionOptions,
): { readonly only?: Selection } {
  if (services.length === 0) {
    if (deps) return {}
    throw usageError('--no-deps without a service', 'name the services that are meant, or leave it out')
  }
  if (adopt)
    throw usageError(
      `--adopt ${services.join(' ')}: a project is taken over as a whole`,
      'leave the names of services out; what is as the files say goes on as it runs',
    )
  return { only: { services, ...(deps ? {} : { noDeps: true }) } }
}
