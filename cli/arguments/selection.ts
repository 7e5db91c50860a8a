import type { AsAsked, ManifestRequest } from '../../api/v1/installation/requests.ts'
import { usageError } from '../usage.ts'
import { scalesOf } from './scales.ts'

/** What takes services of manifests by their names. */
export interface SelectionOptions {
  /** False with --no-deps. */
  readonly deps?: boolean
  /** Whether what others made for the stacks becomes ours. */
  readonly adopt?: boolean
  /** SERVICE=NUMBER. */
  readonly scale?: readonly string[]
  /** Whether these may be very many more. */
  readonly large?: boolean
  readonly forceRecreate?: boolean
  readonly renewAnonVolumes?: boolean
}

/** What a command line says of services of the manifests besides: which are meant alone, replicas, whether these may be many, and whether tasks are made anew. */
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
