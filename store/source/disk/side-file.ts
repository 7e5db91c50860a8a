import { readFileSync, statSync } from 'node:fs'
import { asError } from '../../../api/v1/language/caught-error.ts'
import { MOST_FILE_BYTES } from '../../../api/v1/file-reason.ts'
import { decodedSide } from '../reading/decoded.ts'

/** Reads a file beside a manifest, such as an env file, of at most 5 MB. Returns the error instead of throwing it. */
export function readSideFile(path: string): string | Error {
  try {
    const found = statSync(path)
    if (found.isDirectory()) return Object.assign(new Error(`${path} is a directory`), { code: 'EISDIR' })
    if (!found.isFile()) return Object.assign(new Error(`${path} is no regular file`), { code: 'EINVAL' })
    if (found.size > MOST_FILE_BYTES) return Object.assign(new Error(`${path} is larger than 5 MB`), { code: 'EFBIG' })
    return decodedSide(path, readFileSync(path))
  } catch (error) {
    return asError(error)
  }
}
