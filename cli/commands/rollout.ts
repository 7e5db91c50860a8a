import { locate, parseName } from '../arguments/references.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'

export interface RetryOptions extends ActOptions {
  readonly stack?: string
  readonly output: ProgressFormat
}

/** Begins failed rollouts anew: `rollout retry web`, `rollout retry service/web`. */
export async function retry(context: Context, names: readonly string[], options: RetryOptions): Promise<number> {
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const refs = await Promise.all(
      names.map((name) => locate(installation, { ...parseName(name), kind: 'Service' }, options.stack)),
    )
    const request = {
      refs,
      ...actingAs(options),
      signal: context.signal,
    }
    return await follow(context, () => installation.retry(request), {
      format: options.output,
      served: installation.served,
    })
  })
}
