import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Outcome } from '../../api/v1/installation/progress.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { workOn } from '../../controllers/develop/work.ts'
import { actingAs } from '../arguments/lock-wait.ts'
import { type ManifestOptions, namedManifests } from '../arguments/manifest-options.ts'
import { manifestRequest } from '../arguments/manifest-request.ts'
import { withVariables } from '../arguments/variables.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { ask } from '../ask.ts'
import type { DevelopedService } from '../local/develop/sources-run.ts'
import { sayingEvents } from '../output/event-terminal.ts'
import { type ProgressFormat, progressOn } from '../output/progress.ts'
import { noSuchService, usageError } from '../usage.ts'
import { type Acting, actOn, partDeleted, servicesOf } from '../watch/act.ts'
import type { Watching } from '../watch/changes.ts'
import { watchedByServe } from '../watch/watched-by-serve.ts'

export interface WatchOptions extends ManifestOptions {
  /** False for `--no-up`. */
  readonly up?: boolean
  readonly output: ProgressFormat
}

/** Syncs source changes into running tasks as `develop.watch` of their services says, until interrupted. */
export async function watch(context: Context, names: readonly string[], options: WatchOptions): Promise<number> {
  const { watchedProject } = await import('../bundles/local.ts')
  const project = await watchedProject(context, options)
  if (!project) return exits.usage
  for (const name of names)
    if (!project.services.includes(name)) throw noSuchService(name, project.services, listed(project.services))
  const named = project.developed.filter((each) => names.length === 0 || names.includes(nameOf(each)))
  if (named.length === 0)
    throw usageError(
      `no service${names.length > 0 ? ` of ${names.join(', ')}` : ''} has develop.watch`,
      'write there what is watched, as path: ./src, action: sync, target: /app',
    )
  const saying = sayingEvents(context, options.output)
  const ours = await leftToUs(saying, project.stack, named)
  if (ours.length === 0) return ended(context, options, NONE_LEFT)
  const exit = options.up === false ? exits.converged : await applied(context, options)
  if (exit !== exits.converged) return exit
  const connected: Acting['connected'] = (purpose, use) => withInstallation(context, { purpose }, use)
  const acting: Acting = {
    ...{ context: saying, stack: project.stack, connected },
    rebuild: async () => (await applied(context, options)) === exits.converged,
  }
  const isInterrupted = (await bringChanges(ours, acting)) === exits.interrupted
  return ended(context, options, isInterrupted ? { exit: exits.interrupted, message: 'interrupted' } : NONE_LEFT)
}

const NONE_LEFT = { exit: exits.converged, message: 'none of its services is left to this command' }

/** With JSON output, the last event is the outcome, as with any command. */
function ended(context: Context, { output }: WatchOptions, outcome: Pick<Outcome, 'exit' | 'message'>): number {
  if (output === 'json') progressOn(context.terminal, output, context.now).end({ type: 'outcome', ...outcome })
  return outcome.exit
}

/** Acts on source changes until interrupted, or until all services are deleted. */
async function bringChanges(ours: readonly DevelopedService[], acting: Acting): Promise<number> {
  const { terminal, signal, home } = acting.context
  const { changesOf } = await import('../bundles/local.ts')
  const say: Watching['say'] = (service, message, level) =>
    level ? terminal.complain(`${level}: ${service}: ${message}`) : terminal.print(`${service}: ${message}`)
  const before = (await servicesOf(acting)) ?? new Set()
  for await (const { service, rules, changes } of changesOf(ours, { signal, home, say })) {
    const now = (await servicesOf(acting)) ?? before
    const { kept, deleted } = partDeleted(ours.map(nameOf), before, now)
    if (deleted.length > 0) terminal.complain(`warning: ${listNames(deleted)}: deleted meanwhile, and not brought back`)
    if (kept.length === 0) return exits.converged
    if (kept.includes(service)) for (const work of workOn(rules, changes)) await actOn(work, acting)
  }
  return exits.interrupted
}

function listed(services: readonly string[]): string {
  return services.length > 0 ? `name one of ${listNames(services)}` : 'the project has none'
}

/** The services that no running serve watches with --develop; prints a line for each of the others. */
async function leftToUs(
  context: Context,
  stack: string,
  developed: readonly DevelopedService[],
): Promise<readonly DevelopedService[]> {
  const watched = await watchedByServe(context, stack)
  for (const name of developed.map(nameOf))
    if (watched.has(name))
      context.terminal.print(
        `${name}: serve brings its tasks what changes (--develop); see it with \`reconcile events -n ${stack}\``,
      )
  return developed.filter((each) => !watched.has(nameOf(each)))
}

function nameOf({ service }: DevelopedService): string {
  return service.metadata.name
}

/** Applies the manifests. Opens the installation only for that long, so that other commands can act in between. */
async function applied(context: Context, options: WatchOptions): Promise<number> {
  const { stack, output } = options
  const manifests = await manifestRequest({ ...namedManifests(context, 'watch', options), stack }, context)
  const request = { ...manifests, ...actingAs({}), signal: context.signal }
  return await ask(context, { purpose: 'act', output }, (installation, names) =>
    installation.apply(withVariables(request, names, context.env)),
  )
}
