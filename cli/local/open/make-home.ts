import { existsSync, readdirSync } from 'node:fs'
import { errorCode, errorText } from '../../../api/v1/language/caught-error.ts'
import { exits, InstallationError, isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { closeToOthers, LOST_AND_FOUND, makeOwnedDirectory, RESTORING } from '../../../store/owned.ts'
import { auditDirectory, desiredDirectory, secretsDirectory, stateDirectory } from './core.ts'
import { leftRemedy, refusedRemedy, refusedWords } from './refused-remedy.ts'

/** Creates RECONCILE_HOME and its directories, for the owner only (0700). Throws if the directory is in other use. */
export function makeHome(home: string): void {
  try {
    refuseOthers(home)
    makeOwnedDirectory(home)
    closeToOthers(home)
    for (const dir of [stateDirectory(home), desiredDirectory(home), secretsDirectory(home)]) makeOwnedDirectory(dir)
  } catch (cause) {
    if (isInstallationError(cause)) throw cause
    const code = errorCode(cause)
    const words = REFUSED.has(code) ? refusedWords(home, cause) : errorText(cause)
    const message = words.startsWith(home) ? words : `making ${home}: ${words}`
    const exit = FULL.has(code) ? exits.failed : exits.usage
    throw new InstallationError(exit, message, { cause, remedy: remedyOf(home, code) })
  }
}

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT'])
const REFUSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM'])

const ELSEWHERE = 'set RECONCILE_HOME to a directory that this user can write'

/** Another home would know nothing of what this one has, so that none is named where it is there. */
function remedyOf(home: string, code: string): string {
  if (FULL.has(code)) return 'make room on its disk'
  if (REFUSED.has(code)) return existsSync(home) ? refusedRemedy(home) : (leftRemedy(home) ?? ELSEWHERE)
  return code === 'EROFS' && existsSync(home) ? 'mount its file system so that it can be written again' : ELSEWHERE
}

const PARTS = [stateDirectory, desiredDirectory, secretsDirectory, auditDirectory].map((of) => of('').slice(1))

/** Throws if the directory holds anything else, such as /tmp: mode 0700 would lock everybody else out. Or only a part of a backup. */
function refuseOthers(home: string): void {
  const names = existsSync(home) ? readdirSync(home).filter((name) => name !== LOST_AND_FOUND) : []
  if (names.includes(RESTORING))
    throw new InstallationError(
      exits.usage,
      `${home} has only a part of a backup: a restore is at work, or was ended in the middle`,
      {
        remedy: 'wait for it; else run `reconcile restore` again, once nothing but `.restoring` is there',
      },
    )
  if (names.length === 0 || PARTS.some((part) => names.includes(part))) return
  throw new InstallationError(exits.usage, `${home} is no RECONCILE_HOME, and not empty: it has ${names[0]}`, {
    remedy: 'set RECONCILE_HOME to a directory of its own, which is made; it is for its owner alone (0700)',
  })
}
