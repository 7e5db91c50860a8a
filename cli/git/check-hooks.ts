import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { HOOKS } from './hook-names.ts'
import type { PushConflict } from './merge-push.ts'
import type { Repository } from './repository.ts'

/** The hooks of a repository that git passes over in silence: without all three a push is not what it is said to be. */
export function checkHooks({ gitDirectory, workTree }: Repository): readonly PushConflict[] {
  return HOOKS.map((name) => join(gitDirectory, 'hooks', name))
    .filter((path) => !isProgram(path))
    .map((path) => ({
      path,
      message: 'is not there, or no program: git would pass it over',
      remedy: `run \`reconcile init --git ${workTree}\` there, which writes the hooks anew, and push again`,
    }))
}

/** Whether git would run it. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
