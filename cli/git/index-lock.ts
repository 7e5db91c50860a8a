import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import { isAlive } from '../../api/v1/language/is-alive.ts'
import { removeLeft } from './remove-left.ts'
import type { Repository } from './repository.ts'

const OURS = /^reconcile (\d+)$/

const lockOf = ({ gitDirectory }: Pick<Repository, 'gitDirectory'>) => join(gitDirectory, 'index.lock')

/**
 * Takes git's index lock, so that no git writes into the work tree, and no reader takes the tree for complete. The lock file names our pid,
 * so that one left by a killed process can be removed. Returns a function that releases it.
 */
export function holdIndex(repository: Repository): () => void {
  const lock = lockOf(repository)
  const fresh = join(repository.gitDirectory, 'reconcile', `lock-${randomBytes(6).toString('hex')}`)
  writeFileSync(fresh, `reconcile ${process.pid}`)
  try {
    if (isLeft(lock)) removeLeft(repository, lock, isLeft)
    linkSync(fresh, lock)
  } catch (error) {
    throw errorCode(error) === 'EEXIST'
      ? new Error(`Unable to create '${lock}': File exists.`, { cause: error })
      : error
  } finally {
    rmSync(fresh, { force: true })
  }
  return () => rmSync(lock, { force: true })
}

function isLeft(lock: string): boolean {
  const [, pid] = OURS.exec(textOf(lock)) ?? []
  return pid !== undefined && !isAlive(Number(pid))
}

function textOf(lock: string): string {
  try {
    return readFileSync(lock, 'latin1')
  } catch {
    return ''
  }
}

/** Whether a git call failed because the index is locked, by another git or by one that was killed. */
export function isIndexLocked(error: unknown): boolean {
  return /index\.lock'?: File exists/.test(errorText(error))
}

/** The remedy. Only a person on the host can tell whether the other git still runs. */
export function lockedRemedy(repository: Pick<Repository, 'gitDirectory'>): string {
  return `push again; where no git runs there any more, remove ${lockOf(repository)}`
}
