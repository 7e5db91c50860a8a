import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { shellWord } from '../../../api/v1/language/shell-word.ts'

/** The remedy for a permission error in RECONCILE_HOME: either this is another user's home, or root left files in it. */
export function refusedRemedy(home: string): string {
  return leftRemedy(home) ?? 'run this, or push, as the user whose RECONCILE_HOME that is; or name one of your own'
}

/** What a permission error in RECONCILE_HOME means: whose home it is, if another user's; else the error's own words. */
export function refusedWords(home: string, cause: unknown): string {
  const owner = ownerOf(home)
  if (owner === undefined || owner === process.getuid?.() || leftRemedy(home) !== undefined) return errorText(cause)
  return `${home} is of user ${owner}, and closed to this one`
}

/** The remedy where a home is this user's, or root made it, or what it is in, in a directory of this user's. */
export function leftRemedy(home: string): string | undefined {
  const user = process.getuid?.()
  const left = user === undefined ? undefined : leftIn(home, user)
  if (user === undefined || left === undefined) return undefined
  return `something there is another user's, as what root made: give it back, as root: ${giveBack(left, user)}; then run this again`
}

/** The command that gives all files of a home back to its user. */
export function giveBack(home: string, user: number): string {
  return `chown -R ${nameOf(user)} ${shellWord(home)}`
}

/** The home, or what it is in, that has files of others in a directory of the user's. */
function leftIn(home: string, user: number): string | undefined {
  if ([home, dirname(home)].some((path) => ownerOf(path) === user)) return home
  for (let at = dirname(home); at !== dirname(at); at = dirname(at))
    if (ownerOf(at) === 0 && ownerOf(dirname(at)) === user) return at
  return undefined
}

function ownerOf(path: string): number | undefined {
  try {
    return statSync(path).uid
  } catch {
    return undefined
  }
}

/** The user's name, or the number if it has none, as in containers. */
function nameOf(user: number): string {
  try {
    return process.getuid?.() === user ? shellWord(userInfo().username) : String(user)
  } catch {
    return String(user)
  }
}
