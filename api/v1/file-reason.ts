import { errorCode, errorText } from './language/caught-error.ts'

/** Larger files are not read (S12). */
export const MOST_FILE_BYTES = 5_000_000

/** Said of pipes, sockets and devices where a manifest would be. */
export const IRREGULAR = 'is no regular file: put one there, or take it away'

/** Said of an empty directory where a manifest would be: a bind mount makes one where its file is not there yet. */
export const IN_PLACE = 'is a directory without manifests, in the place of one: put the file there, or take it away'

/** Said of what is listed, and not to be found by that name: its bytes are no text. */
export const NAME_NO_TEXT = 'its name is not UTF-8: rename it'

/** An error of the file system in words, with what to do where something can be done; the path is put before it. */
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
