import { exits } from '../../api/v1/installation/installation-error.ts'
import type { LogEntry } from '../../api/v1/installation/answers.ts'
import type { LogsRequest } from '../../api/v1/installation/requests.ts'
import { locateApplied } from '../arguments/container.ts'
import { parseSince } from '../arguments/duration.ts'
import { parseName } from '../arguments/references.ts'
import { namedHere } from '../arguments/stack-here.ts'
import { type Connection, withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { keepLooking, type Look } from '../look-again.ts'
import { followedLogs } from '../output/followed-logs.ts'
import { logPrinter } from '../output/log-printer.ts'
import { sayUnasked } from '../silent-nodes.ts'
import { withColor } from '../terminal.ts'
import { usageError } from '../usage.ts'

export interface LogsOptions {
  readonly stack?: string
  readonly follow?: boolean
  readonly previous?: boolean
  /** The replica number, for services. */
  readonly index?: string
  readonly tail?: string
  readonly since?: string
  readonly until?: string
  readonly timestamps?: boolean
  /** False for `--no-log-prefix`. */
  readonly logPrefix?: boolean
  /** False for `--no-color`. */
  readonly color?: boolean
}

/**
 * Prints the logs of services, tasks or whole stacks, ordered by time. Each line has its container's name as a prefix, except for a single
 * task.
 */
export async function logs(context: Context, words: readonly string[], options: LogsOptions): Promise<number> {
  const { signal, terminal } = context
  const asked = requestOf(options, context)
  if (options.index !== undefined && words.length === 0)
    throw usageError('--index of what?', 'name a service, as `reconcile logs --index 2 web`')
  const { named, stack } = namedHere(context, 'logs', { named: words.map(parseName), stack: options.stack })
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const { index } = options
    const refs = await Promise.all(
      named.map((each) => locateApplied(context, installation, { named: each, stack, index, verb: 'logs' })),
    )
    const alone = refs.length === 1 && refs[0]?.kind === 'Task'
    const shown = options.color === false ? withColor(terminal, 'never') : terminal
    const { timestamps } = asked
    const print = logPrinter(shown, { prefix: !alone && options.logPrefix !== false, timestamps })
    const request = { ...asked, refs, signal }
    if (asked.follow) await keepLooking(context, installation, follower(context, request, print))
    else await show({ context, print }, installation, request)
    return signal.aborted ? exits.interrupted : exits.converged
  })
}

/**
 * Follows logs until they end, over however many connections. Without serve, what a connection knows is as old as that, and what ended may
 * be about to go on by another command: only what another connection ends at once has ended.
 */
export function follower(context: Context, { refs, signal, ...asked }: LogsRequest, print: Print): Look {
  const followed = followedLogs(asked, context.now())
  let lines = 0
  const printNew: Print = (entry) => {
    if (!followed.take(entry)) return
    if (!entry.notice) lines++
    print(entry)
  }
  let before = Number.NaN
  return async (installation) => {
    await show({ context, print: printNew }, installation, { ...followed.asked(), refs, signal })
    const isOver = installation.served || asked.until !== undefined || lines === before
    before = lines
    return !isOver && !signal.aborted
  }
}

type Print = (entry: LogEntry) => void

interface Showing {
  readonly context: Context
  readonly print: Print
}

async function show({ context, print }: Showing, installation: Connection, request: LogsRequest): Promise<void> {
  const { signal } = request
  try {
    for await (const entry of installation.logs(request)) {
      print(entry)
      await context.terminal.taken?.()
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (!signal.aborted) await sayUnasked(context, installation)
}

function requestOf(options: LogsOptions, { now }: Context): Omit<LogsRequest, 'refs' | 'signal'> {
  const { tail = 'all', since, until } = options
  if (!/^(all|\d{1,9})$/.test(tail)) throw usageError(`--tail ${tail}: not a number`, 'write --tail 100, or --tail all')
  if (options.follow && options.previous)
    throw usageError('--follow with --previous: what ran before is over', 'leave one of them away')
  return {
    follow: options.follow === true,
    timestamps: options.timestamps === true,
    ...(options.previous ? { previous: true } : {}),
    ...(tail === 'all' ? {} : { tail: Number(tail) }),
    ...(since === undefined ? {} : { since: parseSince(since, now()) }),
    ...(until === undefined ? {} : { until: parseSince(until, now(), '--until') }),
  }
}
