import { diskTree } from './disk-tree.ts'
import { watchDisk } from './disk-watch.ts'
import type { SourceFiles } from './source-files.ts'

export const diskFiles: SourceFiles = {
  ...diskTree,
  watch: watchDisk,
}
