import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { errorCode, errorText } from '../../../api/v1/language/caught-error.ts'
import { exits, InstallationError, isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { makeDirectory } from '../../../store/make-directory.ts'
import { auditDirectory, desiredDirectory, secretsDirectory, stateDirectory } from './core.ts'

/** Makes RECONCILE_HOME and its directories, for its owner alone (0700); refuses a directory that others use. */
export function makeHome(home: string): void {
  try {
    refuseOthers(home)
    for (const dir of [home, stateDirectory(home), desiredDirectory(home), secretsDirectory(home)])
      makeDirectory(dir, 0o700)
    chmodSync(home, 0o700)
  } catch (cause) {
    if (isInstallationError(cause)) throw cause
    const isFull = ['ENOSPC', 'EDQUOT'].includes(errorCode(cause))
    throw new InstallationError(isFull ? exits.failed : exits.usage, `making ${home}: ${errorText(cause)}`, {
      cause,
      remedy: isFull ? 'make room on its disk' : 'set RECONCILE_HOME to a directory that this user can write',
    })
  }
}

const PARTS = [stateDirectory, desiredDirectory, secretsDirectory, auditDirectory].map((of) => of('').slice(1))

/** What else is used, as /tmp or where somebody lives, is not taken from all others by the mode of a home. */
function refuseOthers(home: string): void {
  const names = existsSync(home) ? readdirSync(home).filter((name) => name !== 'lost+found') : []
  if (names.length === 0 || PARTS.some((part) => names.includes(part))) return
  throw new InstallationError(exits.usage, `${home} is no RECONCILE_HOME, and not empty: it has ${names[0]}`, {
    remedy: 'set RECONCILE_HOME to a directory of its own, which is made; it is for its owner alone (0700)',
  })
}
