import type { LogArgs, LogLine } from '../engine.ts'
import { findContainer, isUp } from './containers.ts'
import { refuse } from './refusal.ts'
import type { Container, HostState, LogEntry } from './state.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** How many log lines are kept per container. */
const kept = 200

export function writeLog(host: HostState, container: Container, line: { stream: 'stdout' | 'stderr'; text: string }) {
  const entry: LogEntry = { at: host.clock.now(), ...line }
  container.logs ??= []
  container.logs.push(entry)
  if (container.logs.length > kept) container.logs.shift()
  for (const follow of container.followers ?? []) follow(entry)
  for (const take of container.attached ?? []) take(entry)
}

/** Passes on existing lines and, when following, new ones until the container exits. */
export function readLogs(host: HostState, args: LogArgs, ended: AbortSignal): Promise<void> | undefined {
  const container = findContainer(host, args.id)
  if (container.hostConfig.LogConfig?.Type === 'none') refuse(501, 'configured logging driver does not support reading')
  const lines = (container.logs ?? []).filter(({ at }) => at >= (args.since ?? 0) && at <= (args.until ?? at))
  const shown = args.tail === undefined ? lines : lines.slice(Math.max(0, lines.length - args.tail))
  args.onBegin?.()
  for (const line of shown) void args.onLine(render(line, args))
  if (!args.follow || !isUp(container)) return undefined
  return new Promise((resolve) => {
    const followers = container.followers ?? new Set()
    container.followers = followers
    const follow = (line: LogEntry | undefined) => {
      if (line !== undefined) return void args.onLine(render(line, args))
      followers.delete(follow)
      resolve()
    }
    followers.add(follow)
    ended.addEventListener('abort', () => follow(undefined), { once: true })
  })
}

function render(line: LogEntry, args: LogArgs): LogLine {
  const plain = { stream: line.stream, text: line.text }
  return args.timestamps ? { ...plain, timestamp: timestamp(line.at).replace('Z', '000000Z') } : plain
}
