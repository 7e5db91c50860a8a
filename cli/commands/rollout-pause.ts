import type { Installation } from '../../api/v1/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import type { WaitOptions } from '../arguments/lock-wait.ts'
import { locate, parseName } from '../arguments/references.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'

export interface RolloutResumeOptions extends WaitOptions {
  readonly stack?: string
  readonly output: ProgressFormat
}

export interface RolloutPauseOptions extends RolloutResumeOptions {
  readonly reason?: string
}

/** Has nothing more replaced for a while: `rollout pause web --reason "the first one is looked at"`. */
export async function rolloutPause(
  context: Context,
  names: readonly string[],
  options: RolloutPauseOptions,
): Promise<number> {
  const { reason } = options
  const more = { ...(reason === undefined ? {} : { reason }), signal: context.signal }
  return await acting(context, options, { names, act: (at, refs) => at.pauseRollout({ refs, ...more }) })
}

/** Lets rollouts go on: `rollout resume web`. */
export async function rolloutResume(
  context: Context,
  names: readonly string[],
  options: RolloutResumeOptions,
): Promise<number> {
  const { signal } = context
  return await acting(context, options, { names, act: (at, refs) => at.resumeRollout({ refs, signal }) })
}

interface Acting {
  readonly names: readonly string[]
  readonly act: (installation: Installation, refs: readonly ObjectRef[]) => ReturnType<Installation['pauseRollout']>
}

async function acting(context: Context, options: RolloutResumeOptions, { names, act }: Acting): Promise<number> {
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const refs = await Promise.all(
      names.map((name) => locate(installation, { ...parseName(name), kind: 'Service' }, options.stack)),
    )
    return await follow(context, () => act(installation, refs), { format: options.output, served: installation.served })
  })
}
