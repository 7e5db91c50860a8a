import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A snapshot of everything below a directory: lines of mode, owner, size, times, inode and path, which any change but a read alters. */
export function fileTree(directory: string): readonly string[] {
  return ['', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })].sort().map((path) => {
    const { mode, uid, gid, size, mtimeMs, ctimeMs, ino } = lstatSync(join(directory, path))
    return [mode.toString(8), uid, gid, size, mtimeMs, ctimeMs, ino, path].join(' ')
  })
}
