import type { Dirent, Stats } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { readBoundedFile } from '../../bounded-file.ts'
import type { EntryKind, SourceFiles } from './source-files.ts'

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
  read: async (path, limit) => (await readBoundedFile(path, limit)).bytes,
  mountTable: () => readFile('/proc/self/mountinfo', 'utf8').catch(() => ''),
}

function kindOf(entry: Dirent | Stats): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? 'symlink' : 'other'
}
