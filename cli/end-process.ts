import { realClock } from '../clock/real.ts'
import { sleep } from '../clock/sleep.ts'

/** How long is waited at most between two looks for calls to files that are under way: all but those of a file system that hangs are done by the last. */
const LONGEST_MS = 512

/** Ends the process with a code, once what it does with files is done. */
export async function endProcess(exit: number): Promise<never> {
  // Mostly one is about to end: nobody who waits for a command is to wait for a look.
  for (let ms = 1; ms <= LONGEST_MS && isInFiles(); ms *= 2) await sleep(realClock, ms)
  return endProcessNow(exit)
}

/**
 * The same at once. At its end Node waits for each of its threads for files: where a file system hangs that is for ever, and only a signal
 * ends the process then, though without the code.
 */
export function endProcessNow(exit: number): never {
  if (isInFiles()) {
    process.removeAllListeners('SIGTERM')
    process.kill(process.pid, 'SIGTERM')
  }
  process.exit(exit)
}

function isInFiles(): boolean {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))
}
