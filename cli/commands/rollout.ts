import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import type { Context } from '../context.ts'
import { actOn, type NamingOptions, servicesNamed } from './act-on.ts'

export type RetryOptions = ActOptions & NamingOptions

/** Retries failed rollouts: `rollout retry web`, `rollout retry service/web`. */
export async function retry(context: Context, names: readonly string[], options: RetryOptions): Promise<number> {
  const how = { ...actingAs(options), signal: context.signal }
  return await actOn(context, options, { named: servicesNamed(names), act: (at, refs) => at.retry({ refs, ...how }) })
}
