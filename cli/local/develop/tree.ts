import { lstat, readdir, realpath } from 'node:fs/promises'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { WatchRule } from '../../../api/v1/develop.ts'
import type { FileCopy } from '../../../controllers/develop/work.ts'
import { type PackedFile, packedFiles } from '../../copy/pack.ts'
import { withLeftOut } from '../../watch/left-out.ts'
import { isThere, markOf } from '../../watch/on-disk.ts'
import { type WatchBounds, watchDisk, type WatchTold } from '../../watch/watch-disk.ts'

/** The file system as sources are watched and read; tests have another implementation. */
export interface SourceTree {
  /** Adds to the rules what the service's build ignores. */
  withLeftOut(rules: readonly WatchRule[], service: V1Service): Promise<readonly WatchRule[]>
  /** The real path of a directory; undefined if there is none. */
  directory(path: string): Promise<string | undefined>
  isThere(path: string): Promise<boolean>
  /** A mark that changes when the file at a path changes; '' if there is none. */
  mark(path: string): Promise<string>
  /** The identity of a directory, which differs if it was replaced; undefined if it is none. */
  directoryAt(path: string): Promise<string | undefined>
  /** Whether it is an empty directory. */
  isEmpty(path: string): Promise<boolean>
  watch(rules: readonly WatchRule[], told: WatchTold, bounds: WatchBounds): { close(): Promise<void> }
  /** Streams files as a tar; `mayPack` is asked right before each file is read. */
  archive(copies: readonly FileCopy[], packing: ArchiveOptions): AsyncIterable<Uint8Array>
}

export interface ArchiveOptions {
  readonly mayPack: (file: PackedFile) => Promise<boolean>
  readonly onSkip: (path: string, what: string) => void
}

export const diskTree: SourceTree = {
  withLeftOut,
  directory: (path) => realpath(path).catch(() => undefined),
  isThere,
  mark: (path) => lstat(path).then(markOf, () => ''),
  directoryAt: (path) =>
    lstat(path).then(
      (stats) => (stats.isDirectory() ? `${stats.dev}:${stats.ino}` : undefined),
      () => undefined,
    ),
  isEmpty: (path) =>
    readdir(path).then(
      (names) => names.length === 0,
      () => false,
    ),
  watch: watchDisk,
  archive: packedFiles,
}
