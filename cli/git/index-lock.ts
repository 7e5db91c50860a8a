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
 * Takes git's lock of the index: while it is there, nobody takes the work tree for a complete one, and no git writes into it. It says
 * whose it is, so that one of ours that was killed is in nobody's way. Answers what gives it back.
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

/** Whether a call came to nothing because another git has the index, or one was killed and left its lock. */
export function isIndexLocked(error: unknown): boolean {
  return /index\.lock'?: File exists/.test(errorText(error))
}

/** What to do about it: nobody but who is there can say whether a git runs. */
export function lockedRemedy(repository: Pick<Repository, 'gitDirectory'>): string {
  return `push again; where no git runs there any more, remove ${lockOf(repository)}`
}
