import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { HOOKS } from './hook-names.ts'

/** Whether a directory is a repository of `init --git`. */
export function isRepository(root: string): boolean {
  return /^\[reconcile\]\s+repository = true$/m.test(textOf(join(root, '.git/config')))
}

/** The RECONCILE_HOME that a repository's hooks name, if it differs from `home`; undefined otherwise. */
export function otherHomeOf(root: string, home: string): string | undefined {
  const named = HOOKS.flatMap((name) => homeIn(textOf(join(root, '.git/hooks', name))) ?? [])
  return named.find((each) => placeOf(each) !== placeOf(home))
}

/** Reverses the shell quoting of `init --git`. */
function homeIn(hook: string): string | undefined {
  return /^export RECONCILE_HOME='(.*)'$/m.exec(hook)?.[1]?.replaceAll("'\\''", "'")
}

/** The real path of a home. */
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
