const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Formats a duration in ms like kubectl's tables, with two units where the second one matters: `90s`, `3m20s`, `5h12m`, `2d4h`, `31d`. */
export function age(ms: number): string {
  if (ms < 0) return '0s'
  if (ms < 2 * MINUTE) return `${Math.floor(ms / SECOND)}s`
  if (ms < 10 * MINUTE) return two(ms, [MINUTE, 'm'], [SECOND, 's'])
  if (ms < 3 * HOUR) return `${Math.floor(ms / MINUTE)}m`
  if (ms < 8 * HOUR) return two(ms, [HOUR, 'h'], [MINUTE, 'm'])
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`
  if (ms < 8 * DAY) return two(ms, [DAY, 'd'], [HOUR, 'h'])
  return `${Math.floor(ms / DAY)}d`
}

type Unit = readonly [size: number, letter: string]

function two(ms: number, [large, first]: Unit, [small, second]: Unit): string {
  const rest = Math.floor((ms % large) / small)
  return `${Math.floor(ms / large)}${first}${rest > 0 ? `${rest}${second}` : ''}`
}
