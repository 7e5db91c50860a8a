import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
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
  return await withInstallation(context, { purpose: 'change', ...options }, async (installation) => {
    const request = {
      subjects,
      ...(options.stack === undefined ? {} : { stack: options.stack }),
      ...actingAs(options),
      signal: context.signal,
    }
    return await follow(context, () => installation.approve(request), {
      format: options.output,
      served: installation.served,
    })
  })
}
