/** Linux numbers these from 1 (signal(7)): the host's, whatever system we run on. */
const NAMES = [
  ...['HUP', 'INT', 'QUIT', 'ILL', 'TRAP', 'ABRT', 'BUS', 'FPE', 'KILL', 'USR1', 'SEGV', 'USR2', 'PIPE', 'ALRM'],
  ...['TERM', 'STKFLT', 'CHLD', 'CONT', 'STOP', 'TSTP', 'TTIN', 'TTOU', 'URG', 'XCPU', 'XFSZ', 'VTALRM', 'PROF'],
  ...['WINCH', 'IO', 'PWR', 'SYS'],
]
/** Further names that engines take. */
const ALSO: Readonly<Record<string, string>> = { CLD: 'CHLD', IOT: 'ABRT', POLL: 'IO' }
const RTMIN = 34
const RTMAX = 64
/** Engines count 15 up from the first, and 14 down from the last. */
const REAL_TIME = /^RT(MIN|MAX)((?<=MIN)\+(?:1[0-5]|[1-9])|(?<=MAX)-(?:1[0-4]|[1-9]))?$/

/** The number of `TERM`, `SIGTERM`, `RTMIN+3` or `15`, as engines read it; undefined where there is no such signal. */
export function signalNumber(text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : numberOf(text)
  return number >= 1 && number <= RTMAX ? number : undefined
}

/** Of a name; 0 of none. */
function numberOf(text: string): number {
  const name = text.toUpperCase().replace(/^SIG/, '')
  const [, base, steps = 0] = REAL_TIME.exec(name) ?? []
  if (base) return (base === 'MIN' ? RTMIN : RTMAX) + Number(steps)
  return NAMES.indexOf(ALSO[name] ?? name) + 1
}
