import { constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { basename, join } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { MOST_FILE_BYTES } from '../../api/v1/file-reason.ts'
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

/**
 * Reads a pipe. The text of `<(command)` counts as a file in the working directory, as does standard input. A named pipe blocks until its
 * writer ends, so a message is printed.
 */
export async function readPipe(path: string, { cwd, terminal, signal }: Context): Promise<Source> {
  const file = path.startsWith('/dev/') ? join(cwd, basename(path)) : path
  try {
    if (file === path) terminal.complain(`reading ${path}, a pipe, until whoever writes into it ends`)
    return textOf(file, await readPipeBytes(path, { signal, most: MOST_FILE_BYTES }))
  } catch (error) {
    signal.throwIfAborted()
    return unreadable(file, unreadableReason(error, path))
  }
}

/** Reads standard input as the file `-` in the working directory. */
export async function readInput({ cwd, terminal, signal }: Context): Promise<Source> {
  const file = join(cwd, '-')
  try {
    return textOf(file, await readStream(Readable.from(terminal.stdin()), { signal, most: MOST_FILE_BYTES }))
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

/** Reads a pipe. Opening does not block for a writer, and a signal ends the read. */
export async function readPipeBytes(path: string, limits: Limits): Promise<Buffer> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return await readStream(new Socket({ fd, readable: true, writable: false }), limits)
}

/** Reads a stream to its end. Throws EFBIG beyond the limit. */
export async function readStream(stream: Readable, { signal, most }: Limits): Promise<Buffer> {
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
