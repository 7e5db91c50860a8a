import { randomBytes } from 'node:crypto'
import { linkSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import type { Repository } from './repository.ts'

/**
 * Removes a file that a dead process left. Renames it first and checks again: someone else may have removed it meanwhile and put a new one
 * in its place, which is then put back.
 */
export function removeLeft(
  { gitDirectory }: Pick<Repository, 'gitDirectory'>,
  file: string,
  isLeft: (path: string) => boolean,
): void {
  const aside = join(gitDirectory, 'reconcile', `left-${randomBytes(6).toString('hex')}`)
  try {
    renameSync(file, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  try {
    if (!isLeft(aside)) linkSync(aside, file)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error // someone was faster still
  } finally {
    rmSync(aside, { force: true })
  }
}
