import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { shellWord } from '../../shell-word.ts'

/** The remedy for a permission error in RECONCILE_HOME: either this is another user's home, or root left files in it. */
export function refusedRemedy(home: string): string {
  const user = process.getuid?.()
  const isOwn = user !== undefined && [home, dirname(home)].some((path) => ownerOf(path) === user)
  if (!isOwn) return 'run this, or push, as the user whose RECONCILE_HOME that is; or name one of your own'
  return `something there is another user's, as what root made: give it back, as root: ${giveBack(home, user)}; then run this again`
}

/** The command that gives all files of a home back to its user. */
export function giveBack(home: string, user: number): string {
  return `chown -R ${nameOf(user)} ${shellWord(home)}`
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
