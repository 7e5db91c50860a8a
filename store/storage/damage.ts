import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import { StorageError } from './storage.ts'

/** A place in a file. */
export interface Spot {
  readonly path: string
  readonly offset: number
}

/** What is wrong with a file, where, and what can be done. */
export function corrupt({ path, offset }: Spot, what: string, cause?: unknown): StorageError {
  const remedy =
    'restore the state directory from a backup, or move it away: running containers are then adopted again by their labels, ' +
    'history and pauses are lost'
  return new StorageError('Corrupt', `${path} is damaged at byte ${offset}: ${what}; ${remedy}`, { cause })
}

/** Wraps what a file system call threw; our own errors pass as they are. */
export function ioError(tried: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const why = errorText(error)
  const full = ['ENOSPC', 'EDQUOT'].includes(errorCode(error))
  const remedy = full
    ? 'free some space: nothing is changed on any host until then'
    : 'check the disk and its permissions'
  return new StorageError(full ? 'Full' : 'Io', `${tried}: ${why}; ${remedy}`, { cause: error })
}
