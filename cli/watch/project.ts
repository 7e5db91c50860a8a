import { byPlace } from '../../api/v1/validation/by-place.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'
import type { ManifestOptions } from '../arguments/manifest-options.ts'
import type { Context } from '../context.ts'
import type { DevelopedService } from '../local/develop/sources-run.ts'
import { namedProject } from '../local/request/compose-project.ts'
import { usageError } from '../usage.ts'

/** A project, and its services with `develop.watch`. */
export interface Watched {
  readonly stack: string
  /** All services, watched or not. */
  readonly services: readonly string[]
  /** Services with something to watch. */
  readonly developed: readonly DevelopedService[]
}

/** Loads the project; prints its errors and returns undefined if it is invalid. */
export async function watchedProject(context: Context, options: ManifestOptions): Promise<Watched | undefined> {
  const { loading } = await namedProject(context, 'watch', options)
  const { loaded, errors } = loading
  if (errors.length > 0 || !loaded.project) {
    context.terminal.complain(...byPlace(errors).map(formatManifestError), 'next: correct them where they stand')
    return undefined
  }
  const developed = loaded.manifests.flatMap(({ object, file, develop }): DevelopedService[] => {
    if (object.kind !== 'Service' || !develop) return []
    if (develop.wrong) throw usageError(develop.wrong.message, develop.wrong.remedy)
    return develop.rules.length > 0 ? [{ root: '/', file, service: object, develop }] : []
  })
  const services = loaded.manifests.flatMap(({ object }) => (object.kind === 'Service' ? [object.metadata.name] : []))
  return { stack: loaded.project.name, services, developed }
}
