import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { shellWord } from '../../shell-word.ts'

/** What to do where the system keeps this user from what is in RECONCILE_HOME: it may be theirs, and what root left there is not. */
export function refusedRemedy(home: string): string {
  const user = process.getuid?.()
  const isOwn = user !== undefined && [home, dirname(home)].some((path) => ownerOf(path) === user)
  if (!isOwn) return 'run this, or push, as the user whose RECONCILE_HOME that is; or name one of your own'
  return `something there is another user's, as what root made: give it back, as root: ${giveBack(home, user)}; then run this again`
}

/** The command that makes all of a home its user's again. */
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

/** A container's user may have no name. */
function nameOf(user: number): string {
  try {
    return process.getuid?.() === user ? shellWord(userInfo().username) : String(user)
  } catch {
    return String(user)
  }
}
