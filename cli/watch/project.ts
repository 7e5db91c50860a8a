import { byPlace } from '../../api/v1/by-place.ts'
import { canonicalModel } from '../../compose/canonical/model.ts'
import { servicesOf } from '../../compose/canonical/select.ts'
import { formatManifestError } from '../../store/source/format-error.ts'
import type { ManifestOptions } from '../arguments/manifest-options.ts'
import type { Context } from '../context.ts'
import { namedProject } from '../local/request/compose-project.ts'
import { rulesOf, type WatchRule } from './rules.ts'

/** A project, and what of it is watched. */
export interface Watched {
  readonly stack: string
  readonly rules: readonly WatchRule[]
}

/** What the files come to; undefined where they are wrong, which is said. */
export async function watchedProject(context: Context, options: ManifestOptions): Promise<Watched | undefined> {
  const { loading } = await namedProject(context, 'watch', options)
  const { loaded, errors, baseDirectory } = loading
  if (errors.length > 0 || !loaded.project) {
    context.terminal.complain(...byPlace(errors).map(formatManifestError), 'next: correct them where they stand')
    return undefined
  }
  const how = { baseDirectory, normalize: true, style: 'yaml', resolvePaths: true, resolveEnvironment: false } as const
  const model = canonicalModel(loaded, loaded.project, how)
  return { stack: loaded.project.name, rules: rulesOf(servicesOf(model)) }
}
