import { realClock } from '../clock/real.ts'
import { sleep } from '../clock/sleep.ts'

const LOOK_MS = 50
/** How long is waited for calls to files that are under way, in looks: any but those of a file system that hangs are done by then. */
const LOOKS = 20

/** Ends the process with a code, once what it does with files is done. */
export async function endProcess(exit: number): Promise<never> {
  for (let look = 0; look < LOOKS && isInFiles(); look++) await sleep(realClock, LOOK_MS)
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
