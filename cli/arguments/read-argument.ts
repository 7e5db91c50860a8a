import { closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileReason, MOST_FILE_BYTES } from '../../api/v1/file-reason.ts'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { readBoundedFileSync } from '../../store/bounded-file.ts'
import { fileError } from '../../store/file-error.ts'
import { usageError } from '../usage.ts'

/** How long to wait for whoever writes into a pipe to end, ms: a command there may ask a person, or another machine. */
const PATIENCE_MS = 60_000
/** How often to look whether there is more in a pipe, ms. */
const LOOK_MS = 10

/**
 * The bytes of a file that an option or a variable names, at most 5 MB. It may be a pipe, as of `<(command)`, which is read to its end, for
 * at most a minute. Throws the errors of `readBoundedFileSync`, and one for a pipe that nobody writes into, or ends, in that time.
 */
export function readArgument(path: string, patienceMs = PATIENCE_MS): Buffer {
  return statSync(path).isFIFO() ? readPipe(path, patienceMs) : readBoundedFileSync(path, MOST_FILE_BYTES)
}

/** The text of a file that this option or variable names. */
export function namedText(cwd: string, by: string, path: string): string {
  try {
    return readArgument(resolve(cwd, path)).toString('utf8')
  } catch (cause) {
    throw usageError(`${by} ${path}: ${fileReason(cause)}`, 'name a file that this user can read')
  }
}

function readPipe(path: string, patienceMs: number): Buffer {
  // O_NONBLOCK: opening would wait for a writer, and reading for what is still to come, without an end.
  const pipe = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const chunks: Buffer[] = []
  let length = 0
  try {
    for (let waitedMs = 0; waitedMs <= patienceMs; ) {
      const chunk = readNow(pipe)
      // The writer of `<(command)` was there before us; that of a named pipe may still be to come.
      if (chunk?.length === 0 && (length > 0 || path.startsWith('/dev/'))) return Buffer.concat(chunks)
      if (!chunk?.length) {
        waitedMs += LOOK_MS
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS)
        continue
      }
      length += chunk.length
      if (length > MOST_FILE_BYTES) throw fileError('EFBIG', path)
      chunks.push(chunk)
    }
  } finally {
    closeSync(pipe)
  }
  throw new Error(`nobody wrote into this pipe to its end within ${patienceMs / 1000} s`)
}

/** What is in the pipe; empty where nobody writes into it, undefined where a writer has written nothing yet. */
function readNow(pipe: number): Buffer | undefined {
  const chunk = Buffer.alloc(65_536)
  try {
    return chunk.subarray(0, readSync(pipe, chunk))
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return undefined
    throw error
  }
}
