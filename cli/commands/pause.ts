import type { Installation } from '../../api/v1/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { parseDuration } from '../arguments/duration.ts'
import type { WaitOptions } from '../arguments/lock-wait.ts'
import { locate, parseNames } from '../arguments/references.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'
import { usageError } from '../usage.ts'

export interface ResumeOptions extends WaitOptions {
  readonly stack?: string
  readonly output: ProgressFormat
}

export interface PauseOptions extends ResumeOptions {
  readonly for?: string
  readonly reason?: string
}

/** Has nothing done for services or stacks for a while: `pause service/web --for 2h --reason "moving the disk"`, `pause stack/shop`. */
export async function pause(context: Context, words: readonly string[], options: PauseOptions): Promise<number> {
  const { reason } = options
  const length = options.for === undefined ? undefined : parseDuration(options.for, '--for')
  if (length === 0) throw usageError('--for 0: no pause at all', 'say for how long, as 30m or 2h, or leave --for out')
  const more = {
    ...(length === undefined ? {} : { until: context.now() + length }),
    ...(reason === undefined ? {} : { reason }),
    signal: context.signal,
  }
  return await acting(context, options, { words, act: (installation, refs) => installation.pause({ refs, ...more }) })
}

/** Ends pauses. */
export async function resume(context: Context, words: readonly string[], options: ResumeOptions): Promise<number> {
  const { signal } = context
  return await acting(context, options, { words, act: (installation, refs) => installation.resume({ refs, signal }) })
}

interface Acting {
  readonly words: readonly string[]
  readonly act: (installation: Installation, refs: readonly ObjectRef[]) => ReturnType<Installation['pause']>
}

async function acting(context: Context, options: ResumeOptions, { words, act }: Acting): Promise<number> {
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const refs = await Promise.all(parseNames(words).map((named) => locate(installation, named, options.stack)))
    return await follow(context, () => act(installation, refs), { format: options.output, served: installation.served })
  })
}
