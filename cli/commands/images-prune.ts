import type { WaitOptions } from '../arguments/lock-wait.ts'
import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import type { ImagesOptions } from './images.ts'

export interface ImagesPruneOptions extends WaitOptions {
  readonly dryRun?: boolean
}

/** Removes images that this installation pulled or built and that nothing needs. Options of `images` may stand before or after `prune`. */
export async function imagesPrune(
  context: Context,
  { output, stack, quiet }: ImagesOptions,
  options: ImagesPruneOptions,
): Promise<number> {
  if (stack !== undefined || quiet)
    throw usageError('images prune is of all stacks, and takes no -n and no -q', 'leave them out')
  const request = { dryRun: options.dryRun === true, signal: context.signal }
  const format = output === 'json' ? 'json' : 'text'
  return await ask(context, { purpose: 'act', ...options, output: format }, (installation) =>
    installation.pruneImages(request),
  )
}
