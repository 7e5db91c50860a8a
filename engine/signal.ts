/** Linux numbers these from 1 (signal(7)): the host's, whatever system we run on. */
const NAMES = [
  ...['HUP', 'INT', 'QUIT', 'ILL', 'TRAP', 'ABRT', 'BUS', 'FPE', 'KILL', 'USR1', 'SEGV', 'USR2', 'PIPE', 'ALRM'],
  ...['TERM', 'STKFLT', 'CHLD', 'CONT', 'STOP', 'TSTP', 'TTIN', 'TTOU', 'URG', 'XCPU', 'XFSZ', 'VTALRM', 'PROF'],
  ...['WINCH', 'IO', 'PWR', 'SYS'],
]
const RTMIN = 34
const RTMAX = 64
/** INT, QUIT, KILL and TERM: what is sent to end a process. */
const ENDING: ReadonlySet<number> = new Set([2, 3, 9, 15])

/** The exit code of what was killed: by somebody, or by the kernel. */
export const KILLED = 137

/** The number of `TERM`, `SIGTERM`, `RTMIN+3` or `15`; undefined where there is no such signal. */
export function signalNumber(text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : numberOf(text)
  return number >= 1 && number <= RTMAX ? number : undefined
}

/** Of a name; 0 of none. */
function numberOf(text: string): number {
  const name = text.toUpperCase().replace(/^SIG/, '')
  const [, base, sign, steps] = /^RT(MIN|MAX)(?:([+-])(\d{1,2}))?$/.exec(name) ?? []
  if (base) return (base === 'MIN' ? RTMIN : RTMAX) + Number(`${sign ?? ''}${steps ?? 0}`)
  return NAMES.indexOf(name) + 1
}

/** Whether a signal is sent to end a container, given its own stop signal, and not to have it reload or rotate. One that is not told might. */
export function endsContainer(signal: string | undefined, stopSignal: string | undefined): boolean {
  const number = signal === undefined ? undefined : signalNumber(signal)
  return number === undefined || ENDING.has(number) || number === signalNumber(stopSignal ?? '')
}
