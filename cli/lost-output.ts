import type { Writable } from 'node:stream'
import { exits } from '../api/v1/installation/installation-error.ts'

/** What happens when the reader of a process's output goes away. */
export interface LostOutput {
  /** From now on the process continues without a reader, as stopping would leave the work half done. */
  goOn(): void
  /** From now on losing the reader is a failure, as half an archive is useless. */
  needsReader(): void
}

/**
 * Handles errors of the output streams. A reader that leaves, such as `| head`, ends a command that only shows something, with success. If
 * the reader is needed (an archive), or the stream fails otherwise, it is a failure, reported on standard error. After `goOn` the process
 * runs to its end in all cases, with the exit code of its work.
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
