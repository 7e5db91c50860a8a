/** Linux numbers these from 1 (signal(7)). They are sent on the host, so that the numbers of the system that this runs on don't matter. */
const NAMES = [
  ...['HUP', 'INT', 'QUIT', 'ILL', 'TRAP', 'ABRT', 'BUS', 'FPE', 'KILL', 'USR1', 'SEGV', 'USR2', 'PIPE', 'ALRM'],
  ...['TERM', 'STKFLT', 'CHLD', 'CONT', 'STOP', 'TSTP', 'TTIN', 'TTOU', 'URG', 'XCPU', 'XFSZ', 'VTALRM', 'PROF'],
  ...['WINCH', 'IO', 'PWR', 'SYS'],
]
/** Aliases that engines accept. */
const ALSO: Readonly<Record<string, string>> = { CLD: 'CHLD', IOT: 'ABRT', POLL: 'IO' }
const RTMIN = 34
const RTMAX = 64
/** Engines accept 15 real-time signals from RTMIN up, and 14 from RTMAX down. */
const REAL_TIME = /^RT(MIN|MAX)((?<=MIN)\+(?:1[0-5]|[1-9])|(?<=MAX)-(?:1[0-4]|[1-9]))?$/

/** The number of a signal such as `TERM`, `SIGTERM`, `RTMIN+3` or `15`, as engines read it; undefined if there is no such signal. */
export function signalNumber(text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : numberOf(text)
  return number >= 1 && number <= RTMAX ? number : undefined
}

/** The number of a signal name; 0 if unknown. */
function numberOf(text: string): number {
  const name = text.toUpperCase().replace(/^SIG/, '')
  const [, base, steps = 0] = REAL_TIME.exec(name) ?? []
  if (base) return (base === 'MIN' ? RTMIN : RTMAX) + Number(steps)
  return NAMES.indexOf(ALSO[name] ?? name) + 1
}
