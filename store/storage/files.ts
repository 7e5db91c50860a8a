import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unlessMissing } from '../../api/v1/language/caught-error.ts'
import { readBoundedFile } from '../bounded-file.ts'
import { closeToOthers, giveToOwner, makeOwnedDirectory } from '../owned.ts'
import { syncDirectory } from '../sync-directory.ts'

/** A file that the log appends to. */
export interface LogFile {
  /** Writes at an offset; returns how many bytes were written, possibly fewer than given. */
  write(bytes: Uint8Array, offset: number): Promise<number>
  truncate(length: number): Promise<void>
  /** Resolves when bytes and length would survive a power cut. */
  sync(): Promise<void>
  /** Whether it is still what its path leads to: not removed, and no other in its place. */
  isThere(): Promise<boolean>
  /** Whether it has another path now, as where a directory above it was moved. */
  isMoved(): Promise<boolean>
  close(): Promise<void>
}

/**
 * The file system as the log uses it: a port, so that tests can fail any call, cut it short, or cut the power. Errors are Node's, with
 * `code`.
 */
export interface Files {
  /** Creates the directory and its parents, for their owner only; does nothing when it exists. */
  makeDirectory(path: string): Promise<void>
  /** The names in a directory; none when it does not exist. */
  list(path: string): Promise<readonly string[]>
  read(path: string): Promise<Uint8Array>
  /** Creates a file, for its owner only; EEXIST when it exists. */
  create(path: string): Promise<LogFile>
  rename(from: string, to: string): Promise<void>
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>
  /** Resolves when the directory's entries would survive a power cut. */
  syncDirectory(path: string): Promise<void>
}

export const realFiles: Files = {
  async makeDirectory(path) {
    makeOwnedDirectory(path)
    closeToOthers(path)
  },
  list: async (path) => (await unlessMissing(readdir(path))) ?? [],
  // Without a limit, as they are our own; a pipe in the place of one is refused.
  read: async (path) => (await readBoundedFile(path, Number.MAX_SAFE_INTEGER)).bytes,
  create: createFile,
  rename,
  remove: (path) => rm(path, { force: true }),
  syncDirectory,
}

async function createFile(path: string): Promise<LogFile> {
  const handle = await open(path, 'wx', 0o600)
  giveToOwner(handle.fd, dirname(path))
  const isThere = async () => {
    const [own, found] = [await handle.stat({ bigint: true }), await unlessMissing(stat(path, { bigint: true }))]
    return found?.dev === own.dev && found.ino === own.ino
  }
  return {
    write: async (bytes, offset) => (await handle.write(bytes, 0, bytes.length, offset)).bytesWritten,
    truncate: (length) => handle.truncate(length),
    sync: () => handle.datasync(),
    isThere,
    isMoved: async () => (await handle.stat()).nlink > 0 && !(await isThere()),
    close: () => handle.close(),
  }
}
