import { locateContainer } from '../arguments/container.ts'
import { parseName } from '../arguments/references.ts'
import { namedHere } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { orStack } from './act-on.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'

export interface KillOptions {
  readonly stack?: string
  readonly signal?: string
  readonly output: ProgressFormat
}

/** Sends a signal to the containers of services, tasks or a stack: `kill -s HUP web`, `kill -n shop`. */
export async function kill(context: Context, names: readonly string[], options: KillOptions): Promise<number> {
  const { signal: signalName, output: format } = options
  const words = names.map(parseName).map(orStack(['Service', 'Task'], options.stack))
  const { named, stack } = namedHere(context, 'kill', { named: words, stack: options.stack })
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const within = { stack, signal: context.signal }
    const refs = await Promise.all(named.map((each) => locateContainer(installation, each, within)))
    const request = { refs, ...(signalName === undefined ? {} : { signalName }), signal: context.signal }
    return await follow(context, () => installation.kill(request), { format, served: installation.served })
  })
}
