/**
 * A time in RFC 3339, UTC with milliseconds, such as `2026-11-20T09:30:00.000Z`: the result of Date's `toISOString`, which would load time
 * zone data for it and cost a short command 3 ms. Throws RangeError for an invalid time.
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
