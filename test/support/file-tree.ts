import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** All that is below a directory, as lines that change with anything but a read: kind, mode, owner, size, times, inode, path. */
export function fileTree(directory: string): readonly string[] {
  return ['', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })].sort().map((path) => {
    const { mode, uid, gid, size, mtimeMs, ctimeMs, ino } = lstatSync(join(directory, path))
    return [mode.toString(8), uid, gid, size, mtimeMs, ctimeMs, ino, path].join(' ')
  })
}
