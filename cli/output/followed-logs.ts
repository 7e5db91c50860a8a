import type { LogEntry } from '../../api/v1/installation/answers.ts'
import type { LogsRequest } from '../../api/v1/installation/requests.ts'
import { logPosition, type Position } from '../log-position.ts'

/**
 * How much earlier another reading begins than the last line of each container, ms: a line may come later than newer ones. No more is known
 * of one on a host that was silent meanwhile, whose clock may be another.
 */
const LATE_MS = 5_000

type Asked = Omit<LogsRequest, 'refs' | 'signal'>

/** Logs that are read over several connections, one after the other. */
export interface FollowedLogs {
  /** What to ask the next connection for. */
  asked(): Asked
  /** Whether a line is new. */
  take(entry: LogEntry): boolean
}

/** Follows logs from `now` on, ms since the epoch, beside what was written before. */
export function followedLogs(request: Asked, now: number): FollowedLogs {
  const positions = new Map<string, Position>()
  const { tail, ...rest } = { ...request, timestamps: true }
  const fromOldest = () => {
    const read = [...positions.values()].flatMap((position) => position.again() ?? [])
    return { ...rest, since: Math.max(request.since ?? 0, (read.length > 0 ? Math.min(...read) : now) - LATE_MS) }
  }
  let next = (): Asked => {
    next = fromOldest
    return tail === undefined ? rest : { ...rest, tail }
  }
  return {
    asked: () => next(),
    take({ source, ...line }) {
      if (line.notice) return true
      const position = positions.get(source) ?? logPosition()
      positions.set(source, position)
      return position.take(line)
    },
  }
}
