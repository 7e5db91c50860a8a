import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeOwnedSync } from '../../store/owned.ts'
import { isRepository } from './hooks-home.ts'

/** Outside of the `reconcile` directory, whose old files each push removes. */
const fileIn = (gitDirectory: string) => join(gitDirectory, 'reconcile-home')

/** Records in a repository of `init --git` which RECONCILE_HOME serves it from now on, as its hooks may name another. */
export function noteServedBy(root: string, home: string): void {
  if (!isRepository(root) || servedBy(join(root, '.git')) === home) return
  const file = fileIn(join(root, '.git'))
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeOwnedSync(fresh, `${home}\n`)
    renameSync(fresh, file)
  } catch {
    // Ignored: a read-only tree can't take pushes either.
    rmSync(fresh, { force: true })
  }
}

/** The RECONCILE_HOME that last began to serve a repository; undefined if none was recorded. */
export function servedBy(gitDirectory: string): string | undefined {
  try {
    return readFileSync(fileIn(gitDirectory), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
