import type { Context } from '../context.ts'
import { actOn, type NamingOptions, servicesNamed } from './act-on.ts'

export interface RolloutPauseOptions extends NamingOptions {
  readonly reason?: string
}

/** Pauses rollouts: no further task is replaced. `rollout pause web --reason "the first one is looked at"`. */
export async function rolloutPause(
  context: Context,
  names: readonly string[],
  options: RolloutPauseOptions,
): Promise<number> {
  const { reason } = options
  const more = { ...(reason === undefined ? {} : { reason }), signal: context.signal }
  return await actOn(context, options, {
    named: servicesNamed(names),
    act: (at, refs) => at.pauseRollout({ refs, ...more }),
  })
}

/** Resumes rollouts: `rollout resume web`. */
export async function rolloutResume(
  context: Context,
  names: readonly string[],
  options: NamingOptions,
): Promise<number> {
  const { signal } = context
  return await actOn(context, options, {
    named: servicesNamed(names),
    act: (at, refs) => at.resumeRollout({ refs, signal }),
  })
}
