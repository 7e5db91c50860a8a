import { lstat, realpath } from 'node:fs/promises'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { WatchRule } from '../../../api/v1/develop.ts'
import type { FileCopy } from '../../../controllers/develop/work.ts'
import { packedFiles } from '../../copy/pack.ts'
import { withLeftOut } from '../../watch/left-out.ts'
import { watchDisk, type WatchTold } from '../../watch/watch-disk.ts'

/** The disk as sources are watched and read on it; tests have another. */
export interface SourceTree {
  /** The rules with what their service's build leaves out. */
  withLeftOut(rules: readonly WatchRule[], service: V1Service): Promise<readonly WatchRule[]>
  /** Where a directory is, all links followed; undefined where there is none. */
  directory(path: string): Promise<string | undefined>
  isThere(path: string): Promise<boolean>
  watch(rules: readonly WatchRule[], told: WatchTold): { close(): Promise<void> }
  /** `mayPack` is asked of each file right before it is read. */
  archive(copies: readonly FileCopy[], packing: ArchiveOptions): AsyncIterable<Uint8Array>
}

export interface ArchiveOptions {
  readonly mayPack: (path: string, bytes: number) => Promise<boolean>
  readonly onSkip: (path: string, what: string) => void
}

/** The machine's own. */
export const diskTree: SourceTree = {
  withLeftOut,
  directory: (path) => realpath(path).catch(() => undefined),
  isThere: (path) =>
    lstat(path).then(
      () => true,
      () => false,
    ),
  watch: (rules, told) => watchDisk(rules, told),
  archive: packedFiles,
}
