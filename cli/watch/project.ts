import { isAbsolute } from 'node:path'
import { byPlace } from '../../api/v1/by-place.ts'
import { canonicalModel } from '../../compose/canonical/model.ts'
import { servicesOf } from '../../compose/canonical/select.ts'
import { isMap, type Values } from '../../compose/canonical/shape.ts'
import { ignorePatterns } from '../../engine/docker/build/ignore-file.ts'
import { formatManifestError } from '../../store/source/format-error.ts'
import type { ManifestOptions } from '../arguments/manifest-options.ts'
import type { Context } from '../context.ts'
import { namedProject } from '../local/request/compose-project.ts'
import { type LeftOut, rulesOf, type WatchRule } from './rules.ts'

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
  const services = servicesOf(model)
  const rules = rulesOf(services).map(async (rule) => {
    const leftOut = await leftOutOf(services[rule.service])
    return leftOut ? { ...rule, leftOut } : rule
  })
  return { stack: loaded.project.name, rules: await Promise.all(rules) }
}

/** A context that is elsewhere has no paths that are watched. */
async function leftOutOf(service: Values[string] | undefined): Promise<LeftOut | undefined> {
  const build = isMap(service) && isMap(service['build']) ? service['build'] : {}
  const { context: directory, dockerfile } = build
  if (typeof directory !== 'string' || !isAbsolute(directory)) return undefined
  const named = typeof dockerfile === 'string' ? { dockerfile } : {}
  const patterns = await ignorePatterns({ context: directory, ...named })
  return patterns && { directory, patterns }
}
