import { errorText } from '../../api/v1/caught-error.ts'
import { exits, InstallationError, isInstallationError } from '../../api/v1/installation-error.ts'
import type { Repository } from './repository.ts'

/** What may be done about a directory that can't be written to, as most often a disk is full. */
export function roomFor(workTree: string): string {
  return `it is as it was; look whether its disk is full (df -h ${workTree}) and whose its files are, and push again`
}

/** Runs what writes beside the objects of a push; a failure of the disk says what to do, and not only what git or the system say. */
export async function withRoom<T>({ workTree }: Repository, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (isInstallationError(error)) throw error
    const message = `the push can't be written beside ${workTree}: ${errorText(error)}`
    throw new InstallationError(exits.failed, message, { remedy: roomFor(workTree), cause: error })
  }
}
