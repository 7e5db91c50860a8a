import { exits } from '../../api/v1/installation-error.ts'
import type { Installation } from '../../api/v1/installation.ts'
import { actingAs } from '../arguments/lock-wait.ts'
import { type ManifestOptions, namedManifests } from '../arguments/manifest-options.ts'
import { manifestRequest } from '../arguments/manifest-request.ts'
import { withVariables } from '../arguments/variables.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'
import { usageError } from '../usage.ts'
import { actOn } from '../watch/act.ts'
import { planChanges } from '../watch/plan.ts'

export interface WatchOptions extends ManifestOptions {
  /** False with --no-up. */
  readonly up?: boolean
  readonly output: ProgressFormat
}

/** Brings running tasks what changes in the sources of their services, as their `develop.watch` says, until it is interrupted. */
export async function watch(context: Context, names: readonly string[], options: WatchOptions): Promise<number> {
  const { terminal, signal } = context
  const { changesOf, watchedProject } = await import('../local/parts.ts')
  const project = await watchedProject(context, options)
  if (!project) return exits.usage
  const rules = project.rules.filter(({ service }) => names.length === 0 || names.includes(service))
  if (rules.length === 0)
    throw usageError(
      `no service${names.length > 0 ? ` of ${names.join(', ')}` : ''} has develop.watch`,
      'write there what is watched, as path: ./src, action: sync, target: /app',
    )
  return await withInstallation(context, { purpose: 'act' }, async (installation) => {
    const apply = () => applied(context, installation, { ...options, served: installation.served })
    const exit = options.up === false ? exits.converged : await apply()
    if (exit !== exits.converged) return exit
    const acting = { context, installation, stack: project.stack, rebuild: async () => (await apply()) === 0 }
    const onReady = () => terminal.print(`watching ${[...new Set(rules.map(({ path }) => path))].join(', ')}`)
    for await (const changes of changesOf(rules, { signal, onReady }))
      for (const work of planChanges(rules, changes)) await actOn(work, acting)
    return exits.interrupted
  })
}

async function applied(
  context: Context,
  installation: Installation,
  options: WatchOptions & { readonly served: boolean },
): Promise<number> {
  const { stack, output: format, served } = options
  const manifests = await manifestRequest({ ...namedManifests(context, 'watch', options), stack }, context)
  const request = { ...manifests, ...actingAs({}), signal: context.signal }
  return await follow(context, (names) => installation.apply(withVariables(request, names, context.env)), {
    format,
    served,
  })
}
