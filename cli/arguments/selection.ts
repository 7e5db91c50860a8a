import type { AsAsked, ManifestRequest } from '../../api/v1/installation/requests.ts'
import { usageError } from '../usage.ts'
import { scalesOf } from './scales.ts'

/** Options of verbs that take names of services in manifests. */
export interface SelectionOptions {
  /** False for `--no-deps`. */
  readonly deps?: boolean
  /** Whether to adopt existing objects of others. */
  readonly adopt?: boolean
  /** Each is SERVICE=NUMBER. */
  readonly scale?: readonly string[]
  /** Whether to allow an increase far beyond the present number. */
  readonly large?: boolean
  readonly forceRecreate?: boolean
  readonly renewAnonVolumes?: boolean
}

/** The options as request fields: which services to apply, their replicas, and whether to recreate tasks. */
export function selectionOf(services: readonly string[] = [], options: SelectionOptions): AsAsked {
  if (options.large && !options.scale)
    throw usageError(
      '--large without --scale',
      'leave it out: a number of replicas in a file is allowed by `reconcile approve`',
    )
  return {
    ...onlyOf(services, options),
    ...scalesOf(options.scale),
    ...(options.large ? { large: true } : {}),
    ...(options.forceRecreate || options.renewAnonVolumes ? { recreate: true } : {}),
    ...(options.renewAnonVolumes ? { renew: true } : {}),
  }
}

function onlyOf(services: readonly string[], { deps = true, adopt }: SelectionOptions): Pick<ManifestRequest, 'only'> {
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
