import { statSync } from 'node:fs'
import { asError } from '../../api/v1/language/caught-error.ts'
import { ownValue } from '../../api/v1/language/own-value.ts'
import { projectVariables } from '../../compose/project-variables.ts'
import { readSideFile } from '../../store/source/disk/side-file.ts'
import { decodedSide } from '../../store/source/reading/decoded.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { readArgument } from './read-argument.ts'

/** Whether a path is that of a pipe, as `<(command)` is. */
export function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() === true
}

/**
 * The variables of `--env-file`s with a pipe among them, without those that the environment has, which wins. They are read here, as a pipe
 * is there for this process alone, and once. Throws a usage error where one of the files can't be used.
 */
export function envPipeVariables(
  { cwd, env, terminal }: Pick<Context, 'cwd' | 'env' | 'terminal'>,
  files: readonly string[],
): Record<string, string> {
  const environment = (name: string) => ownValue(env, name)
  const read = projectVariables({ baseDirectory: cwd, readFile: readPipeToo, environment, listed: files })
  const [wrong] = read.errors
  if (wrong)
    throw usageError(`--env-file ${formatManifestError(wrong)}`, 'look at the file, or at the command that writes it')
  terminal.complain(...read.warnings.map((each) => `warning: ${formatManifestError(each)}`))
  const unset = [...read.fromFiles].filter(([name]) => environment(name) === undefined)
  return { ...Object.fromEntries(unset), COMPOSE_ENV_FILES: '/dev/null' }
}

function readPipeToo(path: string): string | Error {
  if (!isPipe(path)) return readSideFile(path)
  try {
    return decodedSide(path, readArgument(path))
  } catch (error) {
    return asError(error)
  }
}
