/** Seconds as Go prints a duration: `1h0m0s`, `1m30s`, `1.5s`, `500ms`. */
export function goDuration(seconds: number): string {
  if (seconds === 0) return '0s'
  const sign = seconds < 0 ? '-' : ''
  const nanoseconds = Math.round(Math.abs(seconds) * 1e9)
  if (nanoseconds < 1e3) return `${sign}${nanoseconds}ns`
  if (nanoseconds < 1e6) return `${sign}${nanoseconds / 1e3}µs`
  if (nanoseconds < 1e9) return `${sign}${nanoseconds / 1e6}ms`
  const hours = Math.floor(nanoseconds / 3600e9)
  const minutes = Math.floor((nanoseconds - hours * 3600e9) / 60e9)
  const rest = (nanoseconds - hours * 3600e9 - minutes * 60e9) / 1e9
  const parts = [hours > 0 ? `${hours}h` : '', hours > 0 || minutes > 0 ? `${minutes}m` : '', `${rest}s`]
  return `${sign}${parts.join('')}`
}
