const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
  w: 604_800e9,
}

const term = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h|d|w)/gy

/** The seconds of a duration such as `1m30s`, `1.5h` or `500ms`; undefined for text that is no duration. */
export function durationSeconds(text: string): number | undefined {
  if (text === '0') return 0
  const pattern = new RegExp(term)
  let total = 0
  let end = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    total += Math.round(Number(match[1]) * (nanoseconds[match[2] ?? ''] ?? 0))
    end = pattern.lastIndex
  }
  return end === 0 || end < text.length ? undefined : total / 1e9
}
