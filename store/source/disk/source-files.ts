export type EntryKind = 'file' | 'directory' | 'symlink' | 'other'

export interface Entry {
  readonly name: string
  readonly kind: EntryKind
}

/** Detects a changed file without reading it. Times in milliseconds. */
export interface EntryStat {
  readonly kind: EntryKind
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly ino: number
}

export interface Watch {
  /**
   * Sets the files outside the tree that are watched too, replacing those of earlier calls. `directories` are those that were found in it,
   * by their real paths: all of them are to be watched.
   */
  also(paths: readonly string[], directories?: readonly string[]): void
  close(): Promise<void>
}

/** The file system as the source reads it: a port that never writes. Errors are Node's, with `code`. */
export interface SourceFiles {
  list(directory: string): Promise<readonly Entry[]>
  /** Follows symbolic links. */
  stat(path: string): Promise<EntryStat>
  realpath(path: string): Promise<string>
  /**
   * The bytes of a regular file. EFBIG when there are more than `limit`, EISDIR for a directory, EINVAL for anything else, which is never
   * waited for.
   */
  read(path: string, limit: number): Promise<Uint8Array>
  /** The kernel's mount table in Linux' format; empty where there is none. */
  mountTable(): Promise<string>
  /**
   * Calls `hint` when something below `directory` may have changed: often needlessly, and sometimes not at all. The directory need not
   * exist. `failed` gets the error when part of it can't be watched.
   */
  watch(directory: string, hint: () => void, failed?: (error: unknown) => void): Watch
}
