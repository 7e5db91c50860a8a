import { asError, errorCode } from '../../../api/v1/language/caught-error.ts'
import { MOST_FILE_BYTES } from '../../../api/v1/file-reason.ts'
import { readBoundedFileSync } from '../../bounded-file.ts'
import { decodedSide } from '../reading/decoded.ts'

/** Reads a file beside a manifest, such as an env file, of at most 5 MB. Returns the error instead of throwing it. */
export function readSideFile(path: string): string | Error {
  try {
    return decodedSide(path, readBoundedFileSync(path, MOST_FILE_BYTES))
  } catch (error) {
    const code = errorCode(error)
    const why = reasons[code]
    return why === undefined ? asError(error) : Object.assign(new Error(`${path} ${why}`), { code })
  }
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'is a directory',
  EINVAL: 'is no regular file',
  EFBIG: 'is larger than 5 MB',
}
