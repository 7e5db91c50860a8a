import type { LogEntry } from '../../api/v1/answers.ts'
import { exits } from '../../api/v1/installation-error.ts'
import { parseSince } from '../arguments/duration.ts'
import { locate, parseName } from '../arguments/references.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'

export interface LogsOptions {
  readonly stack?: string
  readonly follow?: boolean
  readonly tail?: string
  readonly since?: string
  readonly timestamps?: boolean
}

/** Prints what services or tasks wrote; where there are several, each line behind its container's name. */
export async function logs(context: Context, words: readonly string[], options: LogsOptions): Promise<number> {
  if (words.length === 0) throw usageError('logs of what?', 'name a service or a task, as `reconcile logs web`')
  const { tail = 'all', since } = options
  if (!/^(all|\d{1,9})$/.test(tail)) throw usageError(`--tail ${tail}: not a number`, 'write --tail 100, or --tail all')
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const refs = await Promise.all(words.map((word) => locate(installation, parseName(word), options.stack)))
    const entries = installation.logs({
      refs,
      follow: options.follow === true,
      timestamps: options.timestamps === true,
      ...(tail === 'all' ? {} : { tail: Number(tail) }),
      ...(since === undefined ? {} : { since: parseSince(since, context.now()) }),
      signal: context.signal,
    })
    const alone = refs.length === 1 && refs[0]?.kind === 'Task'
    try {
      for await (const entry of entries) print(context, entry, alone)
    } catch (error) {
      if (!context.signal.aborted) throw error
    }
    return context.signal.aborted ? exits.interrupted : exits.converged
  })
}

function print({ terminal }: Context, { source, stream, text, timestamp }: LogEntry, alone: boolean): void {
  const line = [...(alone ? [] : [`${source} |`]), ...(timestamp === undefined ? [] : [timestamp]), text].join(' ')
  if (stream === 'stderr') terminal.complain(line)
  else terminal.print(line)
}
