import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import { StorageError } from './storage.ts'

/** A place in a file. */
export interface Spot {
  readonly path: string
  readonly offset: number
}

/** A Corrupt error that says what is wrong, where, and what to do. */
export function corrupt({ path, offset }: Spot, what: string, cause?: unknown): StorageError {
  const remedy =
    'restore the state directory from a backup, or move it away: running containers are then adopted again by their labels, ' +
    'history and pauses are lost'
  return new StorageError('Corrupt', `${path} is damaged at byte ${offset}: ${what}; ${remedy}`, { cause })
}

/** Wraps the error of a file system call as Full or Io; a StorageError is returned as it is. */
export function ioError(tried: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const why = errorText(error)
  const full = ['ENOSPC', 'EDQUOT'].includes(errorCode(error))
  const remedy = full
    ? 'free some space: nothing is changed on any host until then'
    : 'check the disk and its permissions'
  return new StorageError(full ? 'Full' : 'Io', `${tried}: ${why}; ${remedy}`, { cause: error })
}
