import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import type { ProgressFormat } from '../output/progress.ts'
import { usageError } from '../usage.ts'

export interface ApproveOptions extends ActOptions {
  readonly stack?: string
  readonly output: ProgressFormat
}

/** Approves what waits for a decision: a hold by its id, or a volume or node by KIND/NAME. */
export async function approve(context: Context, subjects: readonly string[], options: ApproveOptions): Promise<number> {
  if (subjects.length === 0)
    throw usageError('approve what?', 'name the id that the hold printed, or KIND/NAME, as volume/data')
  const request = {
    subjects,
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...actingAs(options),
    signal: context.signal,
  }
  return await ask(context, { purpose: 'change', ...options }, (installation) => installation.approve(request))
}
