import { errorText } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import { GitOverdue } from '../../store/git/run-git.ts'
import type { Repository } from './repository.ts'

/** The remedy when a directory can't be written: usually the disk is full. For a git call that timed out it is too slow instead. */
export function roomFor(workTree: string, error: unknown): string {
  const look =
    error instanceof GitOverdue
      ? 'whether its disk or its machine is busy'
      : `whether its disk is full (df -h ${workTree}) and whose its files are`
  return `it is as it was; look ${look}, and push again`
}

/** Runs code that writes into the repository; adds a remedy to file system errors. */
export async function withRoom<T>({ workTree }: Repository, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (isInstallationError(error)) throw error
    const message = `the push can't be written beside ${workTree}: ${errorText(error)}`
    throw new InstallationError(exits.failed, message, { remedy: roomFor(workTree, error), cause: error })
  }
}
