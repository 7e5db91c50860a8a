import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { actOn, type NamingOptions, servicesAndStacks } from './act-on.ts'

export interface RetryOptions extends ActOptions, NamingOptions {
  readonly all?: boolean
}

/** Retries failed rollouts: `rollout retry web`, `rollout retry stack/shop`; with `--all` those of all stacks, or of the one of `-n`. */
export async function retry(context: Context, names: readonly string[], options: RetryOptions): Promise<number> {
  const { all = false, stack } = options
  if (all && names.length > 0)
    throw usageError('--all retries every failed rollout, and names say which', 'leave one out')
  if (!all && names.length === 0) throw usageError('rollout retry of what?', 'name a service or a stack, or say --all')
  const how = { ...actingAs(options), signal: context.signal }
  const words = all ? (stack === undefined ? await stacksThere(context) : [`stack/${stack}`]) : names
  return await actOn(context, options, {
    named: servicesAndStacks(words, stack),
    act: (at, refs) => at.retry({ refs, ...how }),
  })
}

async function stacksThere(context: Context): Promise<readonly string[]> {
  const { items } = await withInstallation(context, { purpose: 'read' }, (installation) =>
    installation.list('Stack', {}),
  )
  if (items.length > 0) return items.map(({ metadata }) => `stack/${metadata.name}`)
  throw usageError('rollout retry --all: there is no stack', 'apply one first')
}
