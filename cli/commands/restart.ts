import type { PullPolicy } from '../../api/v1/installation/one-off.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { pullingAs } from '../arguments/pulling.ts'
import type { Named } from '../arguments/references.ts'
import { namedHere } from '../arguments/stack-here.ts'
import type { Context } from '../context.ts'
import { actOn, type NamingOptions, servicesAndStacks, servicesNamed } from './act-on.ts'

export interface RestartOptions extends ActOptions, NamingOptions {
  /** Of a restart alone. */
  readonly pull?: PullPolicy
}

/** Restarts services by a rolling update: `rollout restart web`, `rollout restart service/web`. */
export async function rolloutRestart(
  context: Context,
  names: readonly string[],
  options: RestartOptions,
): Promise<number> {
  return await acting(context, options, ['restart', servicesNamed(names)])
}

/** Restarts services or stacks: `restart shop`, `restart web db`; without names the project here. */
export async function restart(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await actingHere(context, options, ['restart', words])
}

/** Stops services or stacks until they are started again, and one-off containers: `stop shop`, `stop web`; by default the project here. */
export async function stop(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await actingHere(context, options, ['stop', words])
}

/** Starts what was stopped: `start shop`, `start web db`; without names the project here. */
export async function start(context: Context, words: readonly string[], options: RestartOptions): Promise<number> {
  return await actingHere(context, options, ['start', words])
}

type Verb = 'restart' | 'stop' | 'start'

async function actingHere(
  context: Context,
  options: RestartOptions,
  [verb, words]: readonly [Verb, readonly string[]],
): Promise<number> {
  const { stack } = options
  const { named, ...within } = namedHere(context, verb, { named: servicesAndStacks(words, stack), stack })
  return await acting(context, { ...options, ...within }, [verb, named])
}

function acting(
  context: Context,
  options: RestartOptions,
  [verb, named]: readonly [Verb, readonly Named[]],
): Promise<number> {
  const how = { ...actingAs(options), ...pullingAs(options), signal: context.signal }
  return actOn(context, options, { named, oneOffs: verb === 'stop', act: (at, refs) => at[verb]({ refs, ...how }) })
}
