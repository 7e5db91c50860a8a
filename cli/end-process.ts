import { realClock } from '../clock/real.ts'
import { sleep } from '../clock/sleep.ts'

/** The longest wait between two checks for pending file calls. By then all have finished, except on a file system that hangs. */
const LONGEST_MS = 512

/** Ends the process with an exit code, once pending file calls have finished. */
export async function endProcess(exit: number): Promise<never> {
  // Starts with short waits: a file call usually ends soon, and the user waits for the command.
  for (let ms = 1; ms <= LONGEST_MS && isInFiles(); ms *= 2) await sleep(realClock, ms)
  return endProcessNow(exit)
}

/**
 * Ends the process at once. At exit Node waits for its file threads, which is forever where a file system hangs. Only a signal ends the
 * process then, and the exit code is lost.
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
