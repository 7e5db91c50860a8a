import { constants, type Dirent, type Stats } from 'node:fs'
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises'
import type { EntryKind, SourceFiles } from './source-files.ts'
import { fileError } from './source-files.ts'

/** The real file system without the watch, which the command line does not need. */
export const diskTree: Omit<SourceFiles, 'watch'> = {
  async list(directory) {
    const entries = await readdir(directory, { withFileTypes: true })
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
  },
  async stat(path) {
    const found = await stat(path)
    const { size, mtimeMs, ctimeMs, ino } = found
    return { kind: kindOf(found), size, mtimeMs, ctimeMs, ino }
  },
  realpath: (path) => realpath(path),
  read: (path, limit) => readBounded(path, limit),
  mountTable: () => readFile('/proc/self/mountinfo', 'utf8').catch(() => ''),
}

function kindOf(entry: Dirent | Stats): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? 'symlink' : 'other'
}

async function readBounded(path: string, limit: number): Promise<Uint8Array> {
  // O_NONBLOCK: if a pipe replaced the file since the stat, opening it would block until a writer comes.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw fileError(found.isDirectory() ? 'EISDIR' : 'EINVAL', path)
    if (found.size > limit) throw fileError('EFBIG', path)
    const buffer = Buffer.alloc(limit < found.size ? limit : found.size + 1)
    let length = 0
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return buffer.subarray(0, length)
  } finally {
    await handle.close()
  }
}
