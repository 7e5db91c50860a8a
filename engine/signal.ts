import { signalNumber } from '../api/v1/signal.ts'

/** INT, QUIT, KILL and TERM: what is sent to end a process. */
const ENDING: ReadonlySet<number> = new Set([2, 3, 9, 15])

/** The exit code of what was killed: by somebody, or by the kernel. */
export const KILLED = 137

/** Whether a signal is sent to end a container, given its own stop signal, and not to have it reload or rotate. One that is not told might. */
export function endsContainer(signal: string | undefined, stopSignal: string | undefined): boolean {
  const number = signal === undefined ? undefined : signalNumber(signal)
  return number === undefined || ENDING.has(number) || number === signalNumber(stopSignal ?? '')
}
