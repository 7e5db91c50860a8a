import { resolve } from 'node:path'
import { isPipe } from '../arguments/env-pipes.ts'
import type { PullPolicy } from '../../api/v1/installation/one-off.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import { pick } from '../../api/v1/language/pick.ts'
import {
  type AsAsked,
  askedFields,
  type PlanRequest,
  pullFields,
  type Pulling,
} from '../../api/v1/installation/requests.ts'
import { directoriesIn } from '../arguments/sources.ts'
import { type ManifestOptions, namedManifests } from '../arguments/manifest-options.ts'
import { manifestRequest } from '../arguments/manifest-request.ts'
import { selectionOf, type SelectionOptions } from '../arguments/selection.ts'
import { pullingAs } from '../arguments/pulling.ts'
import { type Asked, askPlan, type Planned } from '../plan/ask-plan.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { paint } from '../output/paint.ts'
import { paintPlan } from '../output/paint-plan.ts'
import { planMarkdown } from '../output/plan-markdown.ts'
import { type PlanMade, planTarget, writePlanFile } from '../plan/plan-file.ts'
import { usageError } from '../usage.ts'

export interface PlanOptions extends ManifestOptions, SelectionOptions {
  readonly output: 'text' | 'json' | 'markdown'
  readonly exitCode?: boolean
  /** As `--only` of `apply`; combined with services given as arguments. */
  readonly only?: readonly string[]
  readonly pull?: PullPolicy
  readonly prune?: boolean
  readonly showValues?: boolean
  /** The file to save the plan in, for `apply FILE`. */
  readonly out?: string
  /** For simulate: timed events, such as `10s node:h2=down`. */
  readonly at?: readonly string[]
  readonly seed?: string
}

/**
 * Prints what apply would do, by running the controllers against a simulated copy of the hosts. Changes nothing (S7). The exit code is that
 * of the apply.
 */
export async function plan(context: Context, services: readonly string[], options: PlanOptions): Promise<number> {
  const selection = selectionOf([...services, ...(options.only ?? [])], options)
  return await answer(context, options, { ...selection, ...pullingAs(options) })
}

/** A plan with a timeline of events and a random seed. */
export async function simulate(context: Context, options: PlanOptions): Promise<number> {
  const { at = [], seed = '1' } = options
  if (!/^\d+$/.test(seed)) throw usageError(`--seed ${seed}: not a whole number`, 'write one, as --seed 7')
  return await answer(context, options, { simulate: true, timeline: at, seed: Number(seed) })
}

async function answer(context: Context, options: PlanOptions, more: Partial<PlanRequest>): Promise<number> {
  const { stack, out } = options
  const manifests = namedManifests(context, more.simulate ? 'simulate' : 'plan', options)
  const { files } = manifests
  if (out !== undefined && files.includes('-'))
    throw usageError('--out can keep no plan of standard input', 'write it to a file, which apply reads again')
  const pipe = out === undefined ? undefined : options.envFile?.find((path) => isPipe(resolve(context.cwd, path)))
  if (pipe !== undefined)
    throw usageError(
      `--out can keep no plan with --env-file ${pipe}, a pipe`,
      'write it to a file, which apply reads again',
    )
  const keptAt = out === undefined ? undefined : planTarget(context, out)
  const directories = directoriesIn(files, context)
  const named = files.filter((path) => !directories.includes(resolve(context.cwd, path)))
  const request: PlanRequest = {
    ...(await manifestRequest({ ...manifests, files: named, stack }, context, { mayBeEmpty: directories.length > 0 })),
    ...{ directories, unread: directories },
    ...(options.adopt ? { adopt: true } : {}),
    ...pick(options, ['prune']),
    ...(options.showValues ? { showValues: true } : {}),
    ...(keptAt === undefined ? {} : { keptAt }),
    ...more,
    signal: context.signal,
  }
  const asked = await withInstallation(context, { purpose: 'read' }, async (installation) =>
    askPlan(context, installation, request),
  )
  const exit = show(context, options, asked.planned)
  const kept = {
    ...(stack === undefined ? {} : { stack }),
    ...pick(more, [...askedFields, ...pullFields]),
    ...(options.adopt ? { adopt: true } : {}),
    ...pick(options, ['envFile', 'prune']),
  }
  if (out !== undefined) await keep(context, out, { ...manifests, asked, ...kept })
  return exit
}

function show({ terminal }: Context, options: PlanOptions, planned: Planned): number {
  const { text, errors, exit, ...machine } = planned
  if (errors.length > 0) {
    terminal.complain(...errors, 'next: correct the files; nothing was changed')
    return exits.usage
  }
  if (options.output === 'json') terminal.print(JSON.stringify({ ...machine, exit }, undefined, 2))
  else if (options.output === 'markdown') terminal.print(...planMarkdown(text))
  else terminal.print(...paintPlan(text, paint(terminal.color)))
  if (exit !== exits.converged) return exit
  return options.exitCode && hasChanges(machine) ? exits.changes : exits.converged
}

type Changed = Pick<Planned, 'changes' | 'begun' | 'declared' | 'adopted'>

/** Whether an apply would change anything: a host, if only by calls that have begun, or what is declared. Older serves omit fields. */
export function hasChanges({ changes, begun = 0, declared, adopted }: Changed): boolean {
  return changes + begun > 0 || adopted.length > 0 || declared > 0
}

interface Kept
  extends AsAsked,
    Pulling,
    Pick<PlanMade, 'files' | 'isProject' | 'variables' | 'stack' | 'adopt' | 'prune' | 'envFile'> {
  readonly asked: Asked
}

/** Saves the plan unless it ends with a failure. */
async function keep(context: Context, path: string, { asked, ...named }: Kept): Promise<void> {
  const { errors, exit, unrepeatable } = asked.planned
  const [watched] = asked.watched
  if (watched !== undefined)
    throw usageError(
      `${path} is not written: ${watched} is watched, and serve applies what is saved there by itself`,
      'plan it without --out',
    )
  if (errors.length > 0 || exit === exits.failed || exit === exits.unreachable)
    return context.terminal.complain(`${path} is not written: the plan is of what fails`)
  if (unrepeatable !== undefined) throw usageError(`${path} is not written: ${unrepeatable.why}`, unrepeatable.remedy)
  await writePlanFile(context, path, { ...named, ...asked })
  context.terminal.complain(`the plan is kept: reconcile apply ${path}`)
}
