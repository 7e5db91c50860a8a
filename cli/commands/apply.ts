import { existsSync } from 'node:fs'
import { directoriesIn } from '../arguments/sources.ts'
import { foundManifests, type ManifestOptions, namedManifests } from '../arguments/manifest-options.ts'
import { manifestRequest } from '../arguments/manifest-request.ts'
import { selectionOf, type SelectionOptions } from '../arguments/selection.ts'
import { withVariables } from '../arguments/variables.ts'
import { pullingAs } from '../arguments/pulling.ts'
import { pick } from '../../api/v1/language/pick.ts'
import type { PullPolicy } from '../../api/v1/installation/one-off.ts'
import { pullFields } from '../../api/v1/installation/requests.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { askPlan } from '../plan/ask-plan.ts'
import { type Connection, withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'
import type { PlanFile } from '../plan/plan-file.ts'
import { usageError } from '../usage.ts'

export interface ApplyOptions extends ActOptions, ManifestOptions, SelectionOptions {
  readonly output: ProgressFormat
  readonly pull?: PullPolicy
  readonly build?: boolean
  readonly prune?: boolean
  /** Only these services and what they depend on. */
  readonly only?: readonly string[]
  /** The one stack that the request is limited to; without files it must be declared already. */
  readonly project?: string
  /** The swarm stack to move to the manifests, service by service. */
  readonly fromSwarm?: string
}

/**
 * Applies manifests and waits until the hosts have converged. A plan file is applied only if its calls are still the ones that would be
 * made.
 */
export async function apply(context: Context, path: string | undefined, options: ApplyOptions): Promise<number> {
  const plan = path === undefined ? undefined : await keptPlan(context, path, options)
  const asked = selectionOf(options.only, options)
  const named = plan?.kept ?? { ...manifestsOf(context, options), ...asked, stack: options.stack }
  const manifests = await manifestRequest(named, context, { mayBeEmpty: named.files.length === 0 })
  const isAdoption = plan ? plan.kept.adopt === true : options.adopt === true
  const pulling = plan ? pick(plan.kept, pullFields) : pullingAs(options)
  const pruning = pick(plan?.kept ?? options, ['prune'])
  const adopting = {
    ...(isAdoption ? { adopt: true } : {}),
    ...(options.project === undefined ? {} : { project: options.project }),
  }
  const directories = directoriesIn(named.files, context)
  const request = {
    ...manifests,
    ...actingAs(options),
    ...(directories.length > 0 ? { directories } : {}),
    ...pulling,
    ...(options.build ? { build: true } : {}),
    ...pruning,
    ...adopting,
    ...(options.fromSwarm === undefined ? {} : { fromSwarm: options.fromSwarm }),
    signal: context.signal,
  }
  const check = async (installation: Connection) => {
    const planRequest = { ...manifests, ...adopting, ...pulling, ...pruning, directories, signal: context.signal }
    const { planned, needs } = await askPlan(context, installation, planRequest)
    plan?.refuseMoved({ sources: manifests.sources, planned, needs })
  }
  // Looked at first without making anything, so that a refusal makes no home; below once more, with the lock.
  if (plan && !existsSync(context.home)) await withInstallation(context, { purpose: 'read' }, check)
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const { served } = installation
    if (plan) await check(installation)
    return await follow(context, (names) => installation.apply(withVariables(request, names, context.env)), {
      format: options.output,
      served,
      ...pick(request, ['timeoutMs']),
      ...(plan ? { again: 'make a new plan of what is left, look at it, and apply that' } : {}),
    })
  })
}

/** Reads a plan file; its code is loaded only when there is one. */
async function keptPlan(context: Context, path: string, options: ApplyOptions) {
  const { readPlanFile } = await import('../plan/plan-file.ts')
  const { refuseMoved } = await import('../plan/moved-plan.ts')
  const plan = { path, kept: await readPlanFile(context, path) }
  refuseOptions(path, options)
  return { ...plan, refuseMoved: (now: Parameters<typeof refuseMoved>[2]) => refuseMoved(context, plan, now) }
}

/** The manifests that are named, else those found here. With `project` there may be none, as it may be declared already. */
function manifestsOf(context: Context, options: ApplyOptions): Pick<PlanFile, 'files' | 'isProject' | 'variables'> {
  if (options.project === undefined) return namedManifests(context, options.adopt ? 'apply --adopt' : 'apply', options)
  return foundManifests(context, options) ?? { files: [] }
}

/** Refuses options beside a plan file, which already contains them. */
function refuseOptions(path: string, options: ApplyOptions): void {
  const more = OPTIONS.filter((name) => options[name] !== undefined)
  if (more.length === 0) return
  const words = more.map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`).join(', ')
  throw usageError(
    `${path} is a plan, to be applied as it is: ${words} can't be said beside it`,
    'leave one of them out',
  )
}

const OPTIONS = [
  ...(['file', 'stack', 'profile', 'envFile', 'pull', 'build', 'adopt', 'prune'] as const),
  ...(['only', 'scale', 'large', 'forceRecreate', 'renewAnonVolumes'] as const),
]
