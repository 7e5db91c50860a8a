import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeOwnedSync } from '../../store/owned.ts'
import { isRepository } from './hooks-home.ts'

/** Beside the directory of pushes, from which a push takes away what is old. */
const fileIn = (gitDirectory: string) => join(gitDirectory, 'reconcile-home')

/** Notes in a repository of `init --git` which RECONCILE_HOME works on it from now on: its hooks may name another. */
export function noteServedBy(root: string, home: string): void {
  if (!isRepository(root) || servedBy(join(root, '.git')) === home) return
  const file = fileIn(join(root, '.git'))
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeOwnedSync(fresh, `${home}\n`)
    renameSync(fresh, file)
  } catch {
    // A tree that is mounted for reading alone takes no push either.
    rmSync(fresh, { force: true })
  }
}

/** The RECONCILE_HOME that began to work on a repository last; undefined where nobody noted it. */
export function servedBy(gitDirectory: string): string | undefined {
  try {
    return readFileSync(fileIn(gitDirectory), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
