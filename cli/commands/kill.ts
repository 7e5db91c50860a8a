import { locate, type Named, parseName } from '../arguments/references.ts'
import { stackHere, stackOf } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'

export interface KillOptions {
  readonly stack?: string
  readonly signal?: string
  readonly output: ProgressFormat
}

/** Sends a signal to what services, tasks or a stack run: `kill -s HUP web`, `kill -n shop`. */
export async function kill(context: Context, words: readonly string[], options: KillOptions): Promise<number> {
  const { signal: signalName, output: format } = options
  const among = ['Service', 'Task', 'Stack'] as const
  const named: readonly Named[] =
    words.length > 0
      ? words.map((word) => ({ among, ...parseName(word) }))
      : [{ kind: 'Stack', name: stackHere(context, 'kill', options.stack) }]
  const stack = stackOf(context, options.stack)
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const refs = await Promise.all(named.map((each) => locate(installation, each, stack)))
    const request = { refs, ...(signalName === undefined ? {} : { signalName }), signal: context.signal }
    return await follow(context, () => installation.kill(request), { format, served: installation.served })
  })
}
