import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { NO_GIT, runGit } from '../../store/git/run-git.ts'

/** The oldest git that the hooks were written for. */
const OLDEST = [2, 18] as const

/** Throws if git is missing or too old. */
export async function refuseUnusableGit(): Promise<void> {
  const { code, out, err } = await runGit({ args: ['--version'] })
  if (code !== 0)
    throw new InstallationError(exits.failed, err, err === NO_GIT.message ? { remedy: NO_GIT.remedy } : {})
  const version = tooOld(out.toString('utf8'))
  if (version === undefined) return
  throw new InstallationError(exits.failed, `git is of version ${version}, which is too old`, {
    remedy: `install ${OLDEST.join('.')} or newer, and run this again`,
  })
}

/** The version in what `git --version` prints, if it is too old; undefined if it is not, or says none. */
export function tooOld(printed: string): string | undefined {
  const [version, major = '', minor = ''] = /(\d+)\.(\d+)\S*/.exec(printed) ?? []
  const [least, leastMinor] = OLDEST
  const isOld = Number(major) < least || (Number(major) === least && Number(minor) < leastMinor)
  return isOld ? version : undefined
}
