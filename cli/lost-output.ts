import type { Writable } from 'node:stream'
import { exits } from '../api/v1/installation-error.ts'

/** What becomes of a process when nobody takes its output any more. */
export interface LostOutput {
  /** From now on the process goes on without it: half of what was asked for is not done. */
  goOn(): void
}

/**
 * A reader that leaves, as `| head` does, ends a command that only shows something, and is no error; output that can't be
 * written otherwise is one, and is told where that can be. What acts goes on to its end in both cases, and its exit code says how that was.
 */
export function onLostOutput({ stdout, stderr }: { readonly stdout: Writable; readonly stderr: Writable }): LostOutput {
  let ends = true
  let told = false
  const lost = (stream: Writable, { code, message }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE' && stream === stdout && !told) {
      told = true
      stderr.write(
        `error: standard output can't be written: ${message}\nnext: make room where it goes, or send it elsewhere\n`,
      )
    }
    if (ends) process.exit(code === 'EPIPE' ? exits.converged : exits.failed)
  }
  for (const stream of [stdout, stderr]) stream.on('error', (error) => lost(stream, error))
  return { goOn: () => void (ends = false) }
}
