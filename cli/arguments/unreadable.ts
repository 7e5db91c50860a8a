import { readlinkSync } from 'node:fs'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { fileReason } from '../../api/v1/file-reason.ts'
import type { UnreadableSource } from '../../api/v1/installation/requests.ts'

/** A source for a file that exists but has no readable text. */
export function unreadable(file: string, message: string, at = { line: 1, column: 1 }): UnreadableSource {
  return { file, unreadable: { ...at, message } }
}

/** Why an existing path can't be read. */
export function unreadableReason(error: unknown, path: string): string {
  const target = errorCode(error) === 'ENOENT' ? linkTarget(path) : undefined
  return target === undefined
    ? fileReason(error)
    : `is a link that leads nowhere, as ${target} is not there: mend it, or take it away`
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
