import { diskTree } from './disk-tree.ts'
import { watchDisk } from './disk-watch.ts'
import type { SourceFiles } from './source-files.ts'

/** The machine's own file system. */
export const diskFiles: SourceFiles = {
  ...diskTree,
  watch: watchDisk,
}
