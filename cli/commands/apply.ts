import { resolve } from 'node:path'
import { parseDuration } from '../arguments/duration.ts'
import { readSources } from '../arguments/sources.ts'
import { withVariables } from '../arguments/variables.ts'
import type { WaitOptions } from '../arguments/lock-wait.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'
import { usageError } from '../usage.ts'

export interface ApplyOptions extends WaitOptions {
  readonly file?: readonly string[]
  readonly stack?: string
  readonly timeout?: string
  readonly output: ProgressFormat
  readonly pull?: boolean
  readonly build?: boolean
}

/** Makes the hosts equal to manifests, and waits until they are. */
export async function apply(context: Context, options: ApplyOptions): Promise<number> {
  if (!options.file?.length) throw usageError('apply needs manifests', 'name them: reconcile apply -f FILE|DIR|-')
  const sources = await readSources(options.file, context)
  const request = {
    sources,
    cwd: resolve(context.cwd),
    wait: options.wait !== false,
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...(options.timeout === undefined ? {} : { timeoutMs: parseDuration(options.timeout, '--timeout') }),
    ...(options.pull ? { pull: true } : {}),
    ...(options.build ? { build: true } : {}),
    signal: context.signal,
  }
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const { served } = installation
    return await follow(context, (names) => installation.apply(withVariables(request, names, context.env)), {
      format: options.output,
      served,
    })
  })
}
