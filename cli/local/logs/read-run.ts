import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { LogsRequest } from '../../../api/v1/installation/requests.ts'
import type { LogArgs, LogLine } from '../../../engine/engine.ts'
import { isEngineError, keepsNoLogs } from '../../../engine/errors.ts'
import type { Position } from '../../log-position.ts'
import type { Core } from '../open/core.ts'
import type { Merged } from './merge-by-time.ts'
import type { LogRun } from './runs.ts'

export interface Reading {
  readonly core: Core
  readonly merged: Merged<LogEntry>
  readonly request: LogsRequest
}

export type Asked = Pick<LogsRequest, 'tail' | 'since' | 'until'>

export interface How {
  readonly asked: Asked
  readonly source: () => string
  readonly position?: Position
  /** Called when the stream has begun. */
  readonly onBegin?: () => void
}

/**
 * Reads or follows a container's log. A removed container, or an aborted read, yields nothing more. Returns false, with a notice, if its
 * log driver keeps nothing readable.
 */
export async function readRun(
  { core, merged, request }: Reading,
  { node, container }: LogRun,
  { asked, source, position, onBegin }: How,
): Promise<boolean> {
  const lane = merged.open()
  const run = { signal: request.signal, object: `Node/${node}`, reason: 'its logs are asked for' }
  const engine = (await core.engines()).get(node)
  const follow = request.follow && !request.previous
  const ask = async ({ tail, ...args }: Asked & Pick<LogArgs, 'onLine' | 'onBegin'>) =>
    await engine?.logs(
      { ...{ id: container.Id, follow, timestamps: true }, ...(tail === undefined ? {} : { tail }), ...args },
      run,
    )
  let skipped = 0
  const onLine = (line: LogLine) => {
    if (skipped-- > 0 || position?.take(line) === false) return undefined
    return lane.push({ source: source(), ...line })
  }
  const begin = () => {
    onBegin?.()
    lane.begin()
  }
  try {
    const { tail, ...rest } = asked
    const isCounted = tail !== undefined && asked.until !== undefined && !follow
    if (isCounted) skipped = (await count(ask, rest)) - tail
    await ask({ ...(isCounted ? rest : asked), onLine, onBegin: begin })
    return true
  } catch (error) {
    // An engine reads no logs (Conflict) of a container that it is about to remove.
    if (request.signal.aborted || isEngineError(error, 'NotFound', 'Conflict')) return true
    if (!keepsNoLogs(error)) throw error
    const text = `${source()}: its log driver ${container.HostConfig.LogConfig?.Type ?? ''} keeps nothing that can be read`
    await lane.push({ source: source(), stream: 'stderr', notice: true, text })
    return false
  } finally {
    lane.end()
  }
}

/**
 * Counts the lines before a time. Engines apply `tail` first and then drop lines that are too new, so the caller has to skip lines itself.
 */
async function count(
  ask: (args: Asked & Pick<LogArgs, 'onLine'>) => Promise<void>,
  asked: Omit<Asked, 'tail'>,
): Promise<number> {
  let lines = 0
  await ask({ ...asked, onLine: () => void lines++ })
  return lines
}

/** The error if no log driver of the requested containers keeps anything readable. */
export function noneReadable(): InstallationError {
  return new InstallationError(exits.failed, 'nothing that was asked for can be read', {
    remedy: 'look where their log driver sends it; with `logging: {driver: local}` the host keeps it as well',
  })
}
