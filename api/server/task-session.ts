import type { WebSocket } from 'ws'
import { type ChannelSocket, channelSocket } from './channel-socket.ts'
import { type LogQuery, logQuery } from './log-query.ts'
import { isTrue } from './query.ts'
import { Refusal, refusalIn, statusOf } from './refusal.ts'
import type { Served } from './served.ts'
import { aboutTask, type TaskPath } from './task-path.ts'
import { taskLog } from './task-log.ts'

/** What a client wants by websocket of a task's process. */
export interface Session {
  readonly path: TaskPath
  readonly command: readonly string[]
  /** Which of them the client speaks with. */
  readonly streams: ReadonlySet<'stdin' | 'stdout' | 'stderr'>
  readonly tty: boolean
  readonly log: LogQuery
}

/** Clients that do not answer for a minute are let go, where they could vanish; those whose command is silent after hours. */
const PING_MS = 30_000
const IDLE_MS = 4 * 3_600_000

/** Reads the query of an exec, attach or log; a task has one container, whatever it is called there. */
export function sessionOf(path: TaskPath, query: URLSearchParams): Session {
  const command = query.getAll('command')
  const names = (['stdin', 'stdout', 'stderr'] as const).filter((name) => isTrue(query, name))
  if (path.part === 'exec' && command.length === 0)
    throw new Refusal(400, 'BadRequest', 'exec runs what? Name it, as ?command=ls&command=/&stdout=true')
  if (path.part !== 'log' && names.length === 0)
    throw new Refusal(400, 'BadRequest', 'one of stdin, stdout and stderr must be true')
  const log = logQuery(path.ref, query, Date.now())
  return { path, command, streams: new Set(names), tty: isTrue(query, 'tty'), log }
}

/** Serves an open websocket until what it asks for is over, and says how that ended. */
export async function serveSession(
  served: Served,
  session: Session,
  {
    socket,
    canVanish,
    until,
  }: { readonly socket: WebSocket; readonly canVanish: boolean; readonly until: AbortSignal },
): Promise<void> {
  const stdin = session.streams.has('stdin')
  const channels = channelSocket(socket, { stdin, pingMs: canVanish ? PING_MS : 0, idleMs: IDLE_MS, until })
  try {
    const code = await outcomeOf(served, session, channels)
    const refusal = refusalIn(channels.signal)
    channels.end(refusal ? statusOf(refusal, aboutTask(session.path)) : exitStatus(code))
  } catch (error) {
    channels.end(statusOf(refusalIn(channels.signal) ?? error, aboutTask(session.path)))
  }
}

/** The exit code of a command, 0 of what has none. */
async function outcomeOf(served: Served, session: Session, channels: ChannelSocket): Promise<number> {
  const { path, command, log } = session
  switch (path.part) {
    case 'exec':
      return await served.exec({ ref: path.ref, command, ...streamsOf(session, channels) })
    case 'attach':
      await served.attach({ ref: path.ref, ...streamsOf(session, channels) })
      return 0
    case 'log':
      for await (const { bytes } of taskLog(served, log, channels.signal)) await channels.send('stdout', bytes)
      return 0
  }
}

function streamsOf({ streams, tty }: Session, { stdin, terminal, signal, send }: ChannelSocket) {
  return {
    ...(streams.has('stdin') ? { stdin } : {}),
    ...(tty ? { terminal } : {}),
    onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) =>
      streams.has(stream) ? send(stream, bytes) : undefined,
    signal,
  }
}

/** As kubelet says it: clients take the exit code from there. */
function exitStatus(code: number): object {
  if (code === 0) return { metadata: {}, status: 'Success' }
  return {
    ...{ metadata: {}, status: 'Failure', reason: 'NonZeroExitCode' },
    message: `command terminated with non-zero exit code ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  }
}
