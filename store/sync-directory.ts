import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Returns when the names in a directory would survive a power cut: which files came, and which are gone. */
export function syncDirectory(path: string): void {
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
