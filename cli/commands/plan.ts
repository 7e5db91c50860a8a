import { resolve } from 'node:path'
import { exits, type PlanAnswer, type PlanRequest } from '../../api/v1/installation.ts'
import { directoriesIn, readSources } from '../arguments/sources.ts'
import { withVariables } from '../arguments/variables.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'

export interface PlanOptions {
  readonly file?: readonly string[]
  readonly stack?: string
  readonly output: 'text' | 'json'
  readonly exitCode?: boolean
  /** For simulate: what happens when, as `10s node:h2=down`. */
  readonly at?: readonly string[]
  readonly seed?: string
}

/** Says what apply would do, by running it against a simulated copy of the hosts; changes nothing (S7). Ends as that apply would. */
export async function plan(context: Context, options: PlanOptions): Promise<number> {
  return await answer(context, options, {})
}

/** The same with a timeline of events and a seed. */
export async function simulate(context: Context, options: PlanOptions): Promise<number> {
  const { at = [], seed = '1' } = options
  if (!/^\d+$/.test(seed)) throw usageError(`--seed ${seed}: not a whole number`, 'write one, as --seed 7')
  return await answer(context, options, { simulate: true, timeline: at, seed: Number(seed) })
}

async function answer(context: Context, options: PlanOptions, more: Partial<PlanRequest>): Promise<number> {
  if (!options.file?.length) throw usageError('no manifests are named', 'name them: -f FILE|DIR|-')
  const directories = directoriesIn(options.file, context)
  const request: PlanRequest = {
    sources: await readSources(options.file, context, { mayBeEmpty: directories.length > 0 }),
    directories,
    cwd: resolve(context.cwd),
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...more,
    signal: context.signal,
  }
  const planned = await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const first = await installation.plan(withVariables(request, [], context.env))
    return 'needs' in first ? await installation.plan(withVariables(request, first.needs, context.env)) : first
  })
  return show(context, options, planned)
}

function show({ terminal }: Context, options: PlanOptions, planned: PlanAnswer): number {
  if ('needs' in planned) throw new Error(`the plan still asks for ${planned.needs.join(', ')}`)
  const { text, errors, exit, ...machine } = planned
  if (errors.length > 0) {
    terminal.complain(...errors, 'next: correct the files; nothing was changed')
    return exits.usage
  }
  if (options.output === 'json') terminal.print(JSON.stringify({ ...machine, exit }, undefined, 2))
  else terminal.print(...text)
  if (exit !== exits.converged) return exit
  return options.exitCode && machine.changes > 0 ? exits.changes : exits.converged
}
