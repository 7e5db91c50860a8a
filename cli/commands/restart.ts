import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { locate, type Named, parseName, parseNames } from '../arguments/references.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'

export interface RestartOptions extends ActOptions {
  readonly stack?: string
  readonly output: ProgressFormat
}

/** Restarts services: `rollout restart web`, `rollout restart service/web`. */
export async function rolloutRestart(
  context: Context,
  names: readonly string[],
  options: RestartOptions,
): Promise<number> {
  return await acting(context, options, () => names.map((name) => ({ ...parseName(name), kind: 'Service' })))
}

/** Restarts services or stacks: `restart shop`, `restart service/web`. */
export async function restart(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await acting(context, options, () => servicesAndStacks(words))
}

/** Stops services or stacks, until they are started: `stop shop`, `stop service/web`. */
export async function stop(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await acting(context, { ...options, verb: 'stop' }, () => servicesAndStacks(words))
}

/** Starts what was stopped: `start shop`, `start service/web`. */
export async function start(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await acting(context, { ...options, verb: 'start' }, () => servicesAndStacks(words))
}

function servicesAndStacks(words: readonly string[]): readonly Named[] {
  return parseNames(words).map((named) => ({ among: ['Service', 'Stack'], ...named }))
}

interface Acting extends RestartOptions {
  /** Absent: it is restarted. */
  readonly verb?: 'stop' | 'start'
}

async function acting(context: Context, options: Acting, named: () => readonly Named[]): Promise<number> {
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const refs = await Promise.all(named().map((each) => locate(installation, each, options.stack)))
    const request = { refs, ...actingAs(options), signal: context.signal }
    return await follow(context, () => installation[options.verb ?? 'restart'](request), {
      format: options.output,
      served: installation.served,
    })
  })
}
