import { errorCode, errorText } from './language/caught-error.ts'

/** Larger files are not read (S12). */
export const MOST_FILE_BYTES = 5_000_000

/** The most characters that the manifests of one file may come to, with its aliases, variables and side files (S12). */
export const MOST_DECLARED_CHARACTERS = 2 * MOST_FILE_BYTES

/** Error text for a pipe, socket or device in the place of a manifest. */
export const IRREGULAR = 'is no regular file: put one there, or take it away'

/** Error text for an empty directory in the place of a manifest. A bind mount creates one if its source file does not exist yet. */
export const IN_PLACE = 'is a directory without manifests, in the place of one: put the file there, or take it away'

/** Error text for a directory entry whose name is not valid UTF-8, so that it can't be opened by the name that was listed. */
export const NAME_NO_TEXT = 'its name is not UTF-8: rename it'

/** Describes an error of the file system, with a remedy where there is one. The caller puts the path before it. */
export function fileReason(error: unknown): string {
  return reasons[errorCode(error)] ?? errorText(error)
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is no directory',
  EACCES: 'permission denied: let this user read it',
  EPERM: 'permission denied: let this user read it',
  EMFILE: 'too many open files: raise the limit (ulimit -n)',
  ENFILE: 'too many open files on this machine: raise fs.file-max',
  ELOOP: 'a circle of symbolic links',
  EFBIG: 'larger than 5 MB: split it into several files',
  EISDIR: 'is a directory: put a file there, or take it away',
  EINVAL: IRREGULAR,
}
