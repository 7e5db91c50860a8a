import { chmod, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unlessMissing } from '../../api/v1/language/caught-error.ts'
import { giveToOwner, makeOwnedDirectory } from '../owned.ts'
import { syncDirectory } from '../sync-directory.ts'

/** A file that the log appends to. */
export interface LogFile {
  /** Writes at an offset; answers how many bytes it took, which may be less than given. */
  write(bytes: Uint8Array, offset: number): Promise<number>
  truncate(length: number): Promise<void>
  /** Returns when bytes and length would survive a power cut. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** The file system as the log uses it: a port, so that tests can fail, cut short or cut the power at every call. Errors are Node's, with `code`. */
export interface Files {
  /** Makes the directory and those above it, for its owner only; fine when it is there. */
  makeDirectory(path: string): Promise<void>
  /** The names in a directory; none when there is no directory. */
  list(path: string): Promise<readonly string[]>
  read(path: string): Promise<Uint8Array>
  /** Makes a file, for its owner only; EEXIST when there is one. */
  create(path: string): Promise<LogFile>
  rename(from: string, to: string): Promise<void>
  /** Fine when there is none. */
  remove(path: string): Promise<void>
  /** Returns when the directory's entries would survive a power cut. */
  syncDirectory(path: string): Promise<void>
}

/** The machine's own file system. */
export const realFiles: Files = {
  async makeDirectory(path) {
    makeOwnedDirectory(path)
    await chmod(path, 0o700)
  },
  list: async (path) => (await unlessMissing(readdir(path))) ?? [],
  read: (path) => readFile(path),
  create: createFile,
  rename,
  remove: (path) => rm(path, { force: true }),
  syncDirectory,
}

async function createFile(path: string): Promise<LogFile> {
  const handle = await open(path, 'wx', 0o600)
  giveToOwner(handle.fd, dirname(path))
  return {
    write: async (bytes, offset) => (await handle.write(bytes, 0, bytes.length, offset)).bytesWritten,
    truncate: (length) => handle.truncate(length),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  }
}
