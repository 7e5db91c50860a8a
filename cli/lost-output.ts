import type { Writable } from 'node:stream'
import { exits } from '../api/v1/installation/installation-error.ts'

/** What becomes of a process when nobody takes its output any more. */
export interface LostOutput {
  /** From now on the process goes on without it: half of what was asked for is not done. */
  goOn(): void
  /** From now on a reader that leaves makes it a failure: half of an archive is of no use. */
  needsReader(): void
}

/**
 * A reader that leaves, as `| head` does, ends a command that only shows something, and is no error; one of an archive that leaves is
 * one, and so is output that can't be written otherwise, and is told where that can be. What acts goes on to its end in both cases, and its exit code says how that was.
 */
export function onLostOutput({ stdout, stderr }: { readonly stdout: Writable; readonly stderr: Writable }): LostOutput {
  let ends = true
  let told = false
  let isNeeded = false
  const lost = (stream: Writable, { code, message }: NodeJS.ErrnoException) => {
    const isError = code !== 'EPIPE' || (isNeeded && stream === stdout)
    if (isError && stream === stdout && !told) {
      told = true
      const remedy =
        code === 'EPIPE' ? 'see why what it goes to ended' : 'make room where it goes, or send it elsewhere'
      stderr.write(`error: standard output can't be written: ${message}\nnext: ${remedy}\n`)
    }
    if (ends) process.exit(isError ? exits.failed : exits.converged)
  }
  for (const stream of [stdout, stderr]) stream.on('error', (error) => lost(stream, error))
  return { goOn: () => void (ends = false), needsReader: () => void (isNeeded = true) }
}
