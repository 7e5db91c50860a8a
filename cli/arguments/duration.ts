import { usageError } from '../usage.ts'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of `90`, `90s`, `1m30s`, `250ms`, `2h`; a number alone is seconds. */
export function parseDuration(text: string, option: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  if (/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text))
    return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)].reduce(
      (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
      0,
    )
  throw usageError(`${option} ${text}: not a duration`, 'write one as 90s, 1m30s or 2h')
}

/** The moment, in milliseconds since the epoch, that `10m` ago or an RFC 3339 time means. */
export function parseSince(text: string, now: number): number {
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : now - parseDuration(text, '--since')
  if (Number.isNaN(moment)) throw usageError(`--since ${text}: not a time`, 'write 10m, or 2026-11-20T10:00:00Z')
  return moment
}
