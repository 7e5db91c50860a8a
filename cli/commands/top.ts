import { setTimeout } from 'node:timers/promises'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { kinds } from '../../api/v1/kinds.ts'
import { kindOr, stackHint } from '../arguments/references.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { type UsageBy, usageRows, usageTable } from '../output/usage-rows.ts'
import { sayUnasked } from '../silent-nodes.ts'
import { usageError } from '../usage.ts'

export interface TopOptions {
  readonly stack?: string
  readonly sortBy?: 'cpu' | 'memory'
  readonly watch?: boolean
  readonly output: 'table' | 'json'
  /** False for `--no-headers`. */
  readonly headers: boolean
}

/** Prints the CPU and memory use of tasks, or the sums by service or node: `top nodes --sort-by memory`. */
export async function top(context: Context, word: string | undefined, options: TopOptions): Promise<number> {
  const by = parseBy(word)
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    if (options.watch)
      return await again(context, options.output === 'table', () => show(context, installation, { ...options, by }))
    await show(context, installation, { ...options, by })
    await sayUnasked(context, installation)
    return exits.converged
  })
}

/** The pause between two tables of --watch; each measurement takes one or two seconds more. */
const PAUSE_MS = 1_000
const CLEAR = '\u001b[H\u001b[2J'

async function again({ terminal, signal }: Context, isTable: boolean, act: () => Promise<void>): Promise<number> {
  try {
    for (;;) {
      await act()
      await setTimeout(PAUSE_MS, undefined, { signal })
      if (!terminal.live && isTable) terminal.print('')
    }
  } catch (error) {
    if (!signal.aborted) throw error
    return exits.interrupted
  }
}

async function show(
  { terminal, signal }: Context,
  installation: Installation,
  { by, stack, sortBy, output, headers, watch }: TopOptions & { readonly by: UsageBy },
): Promise<void> {
  const usage = await installation.usage(stack === undefined ? { signal } : { stack, signal })
  const rows = usageRows(usage, by, sortBy)
  if (output === 'json') return terminal.print(JSON.stringify(rows))
  if (rows.length === 0) return terminal.complain(await noneIn(installation, stack))
  if (watch && terminal.live) terminal.write(CLEAR)
  const lines = usageTable(rows, by)
  terminal.print(...(headers ? lines : lines.slice(1)))
}

async function noneIn(installation: Installation, stack: string | undefined): Promise<string> {
  const where = stack === undefined ? '' : ` in stack ${stack}`
  return `No task runs${where}${(await stackHint(installation, stack)) || '.'}`
}

function parseBy(word = 'tasks'): UsageBy {
  const kind = kindOr(word, MEASURED)
  if (kind === 'Task' || kind === 'Service' || kind === 'Node') return kind
  throw usageError(`${kinds[kind].plural} use no CPU`, MEASURED)
}

const MEASURED = 'write tasks, services or nodes; -n STACK shows those of one'
