import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { HOOKS } from './hook-names.ts'
import type { PushConflict } from './merge-push.ts'
import type { Repository } from './repository.ts'

/** Reports hooks of a repository that git would silently skip; all three are needed to handle a push. */
export function checkHooks({ gitDirectory, workTree }: Repository): readonly PushConflict[] {
  return HOOKS.map((name) => join(gitDirectory, 'hooks', name))
    .filter((path) => !isProgram(path))
    .map((path) => ({
      path,
      message: 'is not there, or no program: git would pass it over',
      remedy: `run \`reconcile init --git ${workTree}\` there, which writes the hooks anew, and push again`,
    }))
}

/** Whether git would run the file. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
