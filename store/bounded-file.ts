import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { fileError } from './file-error.ts'

/** The bytes of a file. */
export interface BoundedFile {
  readonly bytes: Uint8Array
  /** When it was last written to, ms since the epoch, asked after the bytes were read. */
  readonly modifiedAt: number
}

/** O_NONBLOCK: the open of a pipe would wait for a writer, and a read of some files of /proc for what is still to come. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK

/**
 * The bytes of a regular file, of which no more than a page over `limit` is read, whatever size it says to have: a file of /proc says 0.
 * Rejects with EFBIG when there are more, EISDIR for a directory, and EINVAL for anything else.
 */
export async function readBoundedFile(path: string, limit: number): Promise<BoundedFile> {
  refuseOther(await stat(path), { path, limit })
  const handle = await open(path, flags)
  try {
    const reading = chunks(await handle.stat(), { path, limit })
    let step = reading.next()
    while (!step.done) step = reading.next((await handle.read(step.value)).bytesRead)
    return { bytes: step.value, modifiedAt: (await handle.stat()).mtimeMs }
  } finally {
    await handle.close()
  }
}

/** As `readBoundedFile`, in one go. */
export function readBoundedFileSync(path: string, limit: number): Buffer {
  refuseOther(statSync(path), { path, limit })
  const file = openSync(path, flags)
  try {
    const reading = chunks(fstatSync(file), { path, limit })
    let step = reading.next()
    while (!step.done) step = reading.next(readSync(file, step.value))
    return step.value
  } finally {
    closeSync(file)
  }
}

interface Bound {
  readonly path: string
  readonly limit: number
}

/** Some files of /proc are read in whole pages alone. */
const PAGE = 4096

/** Also asked before the file is opened, as opening some devices has effects. */
function refuseOther(found: Stats, { path, limit }: Bound): void {
  if (!found.isFile()) throw fileError(found.isDirectory() ? 'EISDIR' : 'EINVAL', path)
  if (found.size > limit) throw fileError('EFBIG', path)
}

/** Yields buffers to read into, takes how many bytes were read into each, and returns all of them. */
function* chunks(found: Stats, bound: Bound): Generator<Buffer, Buffer, number> {
  refuseOther(found, bound)
  const { path, limit } = bound
  const read: Buffer[] = []
  let length = 0
  for (;;) {
    const wanted = Math.min(Math.max(found.size + 1 - length, length), limit + 1 - length)
    const chunk = Buffer.allocUnsafe(Math.ceil(wanted / PAGE) * PAGE)
    const count = yield chunk
    if (count === 0) return read.length === 1 && read[0] ? read[0] : Buffer.concat(read)
    length += count
    if (length > limit) throw fileError('EFBIG', path)
    read.push(chunk.subarray(0, count))
  }
}
