import { lstat, readdir, realpath } from 'node:fs/promises'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { WatchRule } from '../../../api/v1/develop.ts'
import type { FileCopy } from '../../../controllers/develop/work.ts'
import { type PackedFile, packedFiles } from '../../copy/pack.ts'
import { withLeftOut } from '../../watch/left-out.ts'
import { isThere, markOf } from '../../watch/on-disk.ts'
import { type WatchBounds, watchDisk, type WatchTold } from '../../watch/watch-disk.ts'

/** The disk as sources are watched and read on it; tests have another. */
export interface SourceTree {
  /** The rules with what their service's build leaves out. */
  withLeftOut(rules: readonly WatchRule[], service: V1Service): Promise<readonly WatchRule[]>
  /** Where a directory is, all links followed; undefined where there is none. */
  directory(path: string): Promise<string | undefined>
  isThere(path: string): Promise<boolean>
  /** Tells what lies at a path from what lay there before; '' where nothing does. */
  mark(path: string): Promise<string>
  /** Which directory a path is, other than one that was in its place before; undefined where it is none. */
  directoryAt(path: string): Promise<string | undefined>
  /** Whether it is a directory without anything in it. */
  isEmpty(path: string): Promise<boolean>
  watch(rules: readonly WatchRule[], told: WatchTold, bounds: WatchBounds): { close(): Promise<void> }
  /** `mayPack` is asked of each file right before it is read. */
  archive(copies: readonly FileCopy[], packing: ArchiveOptions): AsyncIterable<Uint8Array>
}

export interface ArchiveOptions {
  readonly mayPack: (file: PackedFile) => Promise<boolean>
  readonly onSkip: (path: string, what: string) => void
}

/** The machine's own. */
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
