import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { type Named, parseNames } from '../arguments/references.ts'
import type { Context } from '../context.ts'
import { actOn, type NamingOptions, servicesNamed } from './act-on.ts'

export type RestartOptions = ActOptions & NamingOptions

/** Restarts services: `rollout restart web`, `rollout restart service/web`. */
export async function rolloutRestart(
  context: Context,
  names: readonly string[],
  options: RestartOptions,
): Promise<number> {
  return await acting(context, options, ['restart', servicesNamed(names)])
}

/** Restarts services or stacks: `restart shop`, `restart service/web`. */
export async function restart(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await acting(context, options, ['restart', servicesAndStacks(words)])
}

/** Stops services or stacks, until they are started: `stop shop`, `stop service/web`. */
export async function stop(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await acting(context, options, ['stop', servicesAndStacks(words)])
}

/** Starts what was stopped: `start shop`, `start service/web`. */
export async function start(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await acting(context, options, ['start', servicesAndStacks(words)])
}

function servicesAndStacks(words: readonly string[]): readonly Named[] {
  return parseNames(words).map((named) => ({ among: ['Service', 'Stack'], ...named }))
}

function acting(
  context: Context,
  options: RestartOptions,
  [verb, named]: readonly ['restart' | 'stop' | 'start', readonly Named[]],
): Promise<number> {
  const how = { ...actingAs(options), signal: context.signal }
  return actOn(context, options, { named, act: (at, refs) => at[verb]({ refs, ...how }) })
}
