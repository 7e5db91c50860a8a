import { parseDuration } from '../arguments/duration.ts'
import { type Named, parseNames } from '../arguments/references.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { actOn, type NamingOptions, orStack } from './act-on.ts'

export interface PauseOptions extends NamingOptions {
  readonly for?: string
  readonly reason?: string
}

/**
 * Stops reconciling services or stacks, optionally for a time: `pause service/web --for 2h --reason "moving the disk"`, `pause stack/shop`.
 */
export async function pause(context: Context, words: readonly string[], options: PauseOptions): Promise<number> {
  const { reason } = options
  const length = options.for === undefined ? undefined : parseDuration(options.for, '--for')
  if (length === 0) throw usageError('--for 0: no pause at all', 'say for how long, as 30m or 2h, or leave --for out')
  const more = {
    ...(length === undefined ? {} : { until: context.now() + length }),
    ...(reason === undefined ? {} : { reason }),
    signal: context.signal,
  }
  return await actOn(context, options, {
    named: namedBy(words, options),
    act: (at, refs) => at.pause({ refs, ...more }),
  })
}

/** Ends pauses of services or stacks. */
export async function resume(context: Context, words: readonly string[], options: NamingOptions): Promise<number> {
  const { signal } = context
  return await actOn(context, options, {
    named: namedBy(words, options),
    act: (at, refs) => at.resume({ refs, signal }),
  })
}

function namedBy(words: readonly string[], { stack }: NamingOptions): readonly Named[] {
  return parseNames(words).map(orStack(['Service'], stack))
}
