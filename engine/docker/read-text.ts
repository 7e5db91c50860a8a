import { constants, type FileHandle, open } from 'node:fs/promises'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'

const MOST_BYTES = 1024 * 1024

/**
 * Reads a text file, following links; undefined where there is none. Refuses anything but a regular file, which might never end or block
 * until a writer comes, and files over 1 MB (S12).
 */
export async function readText(path: string): Promise<string | undefined> {
  try {
    // O_NONBLOCK, so as not to wait for a pipe's writer.
    return await readBounded(await open(path, constants.O_RDONLY | constants.O_NONBLOCK))
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause))) return undefined
    throw new Error(`read ${path}: ${errorText(cause)}`, { cause })
  }
}

async function readBounded(file: FileHandle): Promise<string> {
  try {
    const found = await file.stat()
    if (!found.isFile()) throw new Error(found.isDirectory() ? 'it is a directory' : 'it is no regular file')
    const bytes = Buffer.alloc(MOST_BYTES + 1)
    let size = 0
    for (let read = 1; read > 0 && size < bytes.length; size += read)
      read = (await file.read(bytes, size, bytes.length - size)).bytesRead
    if (size > MOST_BYTES) throw new Error('it is over 1 MB, which is more than such a file has')
    return bytes.toString('utf8', 0, size)
  } finally {
    await file.close()
  }
}
