/**
 * A time as RFC 3339 has it, in UTC and with milliseconds, as `2026-11-20T09:30:00.000Z`; what `toISOString` of a Date gives, which
 * reads the zones of this machine for it: 3 ms of a short command. Throws a RangeError where it is no time.
 */
export function timestamp(ms: number): string {
  const date = new Date(ms)
  const year = date.getUTCFullYear()
  if (!(year >= 1000 && year <= 9999)) return date.toISOString()
  const day = `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  return `${day}T${time}.${String(date.getUTCMilliseconds()).padStart(3, '0')}Z`
}

function two(part: number): string {
  return part < 10 ? `0${part}` : `${part}`
}
