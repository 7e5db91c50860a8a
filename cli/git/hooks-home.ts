import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { HOOKS } from './hook-names.ts'

/** Whether a directory is a repository of `init --git`; a work tree of others has hooks of its own. */
export function isRepository(root: string): boolean {
  return /^\[reconcile\]\s+repository = true$/m.test(textOf(join(root, '.git/config')))
}

/** The RECONCILE_HOME that hooks of a repository name where it is another than this one; undefined where all name this. */
export function otherHomeOf(root: string, home: string): string | undefined {
  const named = HOOKS.flatMap((name) => homeIn(textOf(join(root, '.git/hooks', name))) ?? [])
  return named.find((each) => placeOf(each) !== placeOf(home))
}

/** As `init --git` quotes it for a shell. */
function homeIn(hook: string): string | undefined {
  return /^export RECONCILE_HOME='(.*)'$/m.exec(hook)?.[1]?.replaceAll("'\\''", "'")
}

/** A home by where it really is. */
export function placeOf(home: string): string {
  try {
    return realpathSync(home)
  } catch {
    return home
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
