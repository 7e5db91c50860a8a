import { signalNumber } from '../api/v1/signal.ts'

/** INT, QUIT, KILL and TERM, which are sent to end a process. */
const ENDING: ReadonlySet<number> = new Set([2, 3, 9, 15])

/** The exit code of a process ended by SIGKILL, from a person or the kernel. */
export const KILLED = 137

/**
 * Whether a signal is meant to end a container, given its stop signal, rather than to make it reload or rotate. An unknown signal counts as
 * ending.
 */
export function endsContainer(signal: string | undefined, stopSignal: string | undefined): boolean {
  const number = signal === undefined ? undefined : signalNumber(signal)
  return number === undefined || ENDING.has(number) || number === signalNumber(stopSignal ?? '')
}
