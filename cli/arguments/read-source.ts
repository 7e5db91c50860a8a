import { constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { basename, join } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { MOST_FILE_BYTES } from '../../api/v1/file-reason.ts'
import type { Clock } from '../../clock/clock.ts'
import { realClock } from '../../clock/real.ts'
import type { Source } from '../../api/v1/installation/requests.ts'
import { readBoundedFileSync } from '../../store/bounded-file.ts'
import { decoded } from '../../store/source/reading/decoded.ts'
import { fileError } from '../../store/file-error.ts'
import type { Context } from '../context.ts'
import { unreadable, unreadableReason } from './unreadable.ts'

/** Reads an existing file. */
export function readFile(file: string): Source {
  try {
    return textOf(file, readBoundedFileSync(file, MOST_FILE_BYTES))
  } catch (error) {
    return unreadable(file, unreadableReason(error, file))
  }
}

/** Reads a pipe. The text of `<(command)` counts as a file in the working directory, as does standard input. */
export async function readPipe(path: string, { cwd, terminal, signal }: Context): Promise<Source> {
  const file = isNamed(path) ? path : join(cwd, basename(path))
  try {
    return textOf(file, await readPipeBytes(path, { signal, most: MOST_FILE_BYTES, terminal }))
  } catch (error) {
    signal.throwIfAborted()
    return unreadable(file, unreadableReason(error, path))
  }
}

/** Reads standard input as the file `-` in the working directory. */
export async function readInput({ cwd, terminal, signal }: Context): Promise<Source> {
  const file = join(cwd, '-')
  try {
    return textOf(file, await readInputBytes({ signal, most: MOST_FILE_BYTES, terminal }))
  } catch (error) {
    signal.throwIfAborted()
    return unreadable(file, unreadableReason(error, file))
  }
}

interface Limits {
  readonly signal: AbortSignal
  /** The maximum number of bytes. */
  readonly most: number
}

interface Reading extends Limits {
  readonly terminal: Pick<Context['terminal'], 'complain' | 'stdin'>
}

/** Reads a pipe. Opening does not block for a writer, and a signal ends the read. Says at once that it waits, of `<(command)` after a second. */
export async function readPipeBytes(path: string, { terminal, ...limits }: Reading): Promise<Buffer> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const stream = new Socket({ fd, readable: true, writable: false })
  const say = () => terminal.complain(`reading ${path}, a pipe, until whoever writes into it ends`)
  if (!isNamed(path)) return await sayingLate(readStream(stream, limits), say)
  say()
  return await readStream(stream, limits)
}

/** Whether the path is that of a named pipe, and not of `<(command)`, which has its writer. */
function isNamed(path: string): boolean {
  return !path.startsWith('/dev/')
}

/** Reads standard input. Says after a second that it waits. */
export async function readInputBytes({ terminal, ...limits }: Reading): Promise<Buffer> {
  const say = () => terminal.complain('reading standard input until it ends (on a terminal: with Ctrl-D)')
  return await sayingLate(readStream(Readable.from(terminal.stdin()), limits), say)
}

/** How long a wait goes unsaid, ms. */
const UNSAID_MS = 1_000

/** Calls `say` if the work is not done after a second. */
export async function sayingLate<T>(work: Promise<T>, say: () => void, clock: Clock = realClock): Promise<T> {
  const cancel = clock.after(UNSAID_MS, say)
  return await work.finally(cancel)
}

/** Reads a stream to its end. Throws EFBIG beyond the limit. */
async function readStream(stream: Readable, { signal, most }: Limits): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of addAbortSignal(signal, stream)) {
    chunks.push(chunk as Uint8Array)
    size += (chunk as Uint8Array).length
    if (size > most) throw fileError('EFBIG', '-')
  }
  return Buffer.concat(chunks)
}

function textOf(file: string, bytes: Uint8Array): Source {
  const text = decoded(bytes)
  return typeof text === 'string' ? { file, text } : unreadable(file, text.message, text)
}
