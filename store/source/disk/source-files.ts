/** What stands at a path. */
export type EntryKind = 'file' | 'directory' | 'symlink' | 'other'

/** One name in a directory. */
export interface Entry {
  readonly name: string
  readonly kind: EntryKind
}

/** What tells one state of a file from another without reading it. Times in milliseconds. */
export interface EntryStat {
  readonly kind: EntryKind
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly ino: number
}

/** A watch under way. */
export interface Watch {
  /** Files outside of the tree whose changes matter too: replaces what was given before. */
  also(paths: readonly string[]): void
  close(): Promise<void>
}

/** The file system as roots are read through it. Never writes. Errors are Node's, with `code`. */
export interface SourceFiles {
  list(directory: string): Promise<readonly Entry[]>
  /** Follows symbolic links. */
  stat(path: string): Promise<EntryStat>
  realpath(path: string): Promise<string>
  /** The bytes of a regular file; EFBIG when there are more than `limit`, EISDIR for a directory, EINVAL for what else is no regular file, which is never waited for. */
  read(path: string, limit: number): Promise<Uint8Array>
  /** The kernel's table of what is mounted, as Linux writes it; empty where there is none. */
  mountTable(): Promise<string>
  /**
   * Calls `hint` when something below `directory` may have changed: often too often, sometimes not at all. The directory need not exist.
   * `failed` is told why not all of it is watched.
   */
  watch(directory: string, hint: () => void, failed?: (error: unknown) => void): Watch
}

/** An error as the file system throws it. */
export function fileError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path })
}
