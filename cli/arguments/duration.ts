import type { Clock } from '../../clock/clock.ts'
import { realClock } from '../../clock/real.ts'
import { usageError } from '../usage.ts'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

const LONGEST_MS = 3_650 * 86_400_000

/** Parses `90`, `90s`, `1m30s`, `250ms`, `2h` to ms; a bare number is seconds. At most 10 years. */
export function parseDuration(text: string, option: string): number {
  const ms = millisecondsOf(text)
  if (ms === undefined) throw usageError(`${option} ${text}: not a duration`, 'write one as 90s, 1m30s or 2h')
  if (ms > LONGEST_MS) throw usageError(`${option} ${text}: longer than 10 years`, 'give a shorter one')
  return ms
}

function millisecondsOf(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  )
}

/**
 * A signal that aborts after `ms` unless `signal` aborted before. AbortSignal.timeout takes only whole ms, and fires at once beyond 24 days.
 */
export function deadlineAfter(ms: number, signal: AbortSignal, clock: Clock = realClock): AbortSignal {
  const over = new AbortController()
  const cancel = clock.after(ms, () => over.abort())
  signal.addEventListener('abort', cancel, { once: true })
  return over.signal
}

/**
 * Does `work` with a signal that aborts with `signal`, or after `ms`. No timer is left once the work has ended. Not AbortSignal.timeout:
 * within AbortSignal.any it may be garbage-collected before it fires (Node 20).
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController()
  return await work(AbortSignal.any([signal, deadlineAfter(ms, over.signal)])).finally(() => over.abort())
}

/** Parses a duration ago (`10m`) or a date or time (RFC 3339) to ms since the epoch. Without a zone it is local time. */
export function parseSince(text: string, now: number, option = '--since'): number {
  if (millisecondsOf(text) !== undefined) return now - parseDuration(text, option)
  const [, rest] = /^\d{4}-\d\d-\d\d(.*)$/.exec(text) ?? []
  const isInCalendar = rest !== undefined && isDay(text.slice(0, 10))
  // Date.parse reads a bare date as UTC, but a time without a zone as local.
  const moment = !isInCalendar ? Number.NaN : Date.parse(rest === '' ? `${text}T00:00` : text)
  if (Number.isNaN(moment))
    throw usageError(
      `${option} ${text}: neither a duration nor a time`,
      'write a duration as 10m or 1h30m, or a time as 2026-11-20T10:00:00Z',
    )
  return moment
}

/** Rejects days such as 30 February, which Date would turn into 2 March. */
function isDay(date: string): boolean {
  const [, , day] = date.split('-')
  const parsed = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.getUTCDate() === Number(day)
}
