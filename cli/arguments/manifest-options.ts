import { ownValue } from '../../api/v1/language/own-value.ts'
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { defaultNames, overrideNames } from '../../compose/default-names.ts'
import { filesListed, NAME_FILES } from '../../compose/listed-files.ts'
import { projectVariables } from '../../compose/project-variables.ts'
import type { Context } from '../context.ts'
import { envPipeVariables, isPipe } from './env-pipes.ts'
import { readSideFile } from '../../store/source/disk/side-file.ts'
import { usageError } from '../usage.ts'

/** Options of every verb that reads manifests. */
export interface ManifestOptions {
  readonly file?: readonly string[]
  readonly stack?: string
  readonly profile?: readonly string[]
  readonly envFile?: readonly string[]
}

/** The manifest files that a command names or finds. */
export interface NamedManifests {
  /** As they are named; those that are found, relative to the working directory. */
  readonly files: readonly string[]
  /** Whether they are one Compose project, found as docker compose finds it. */
  readonly isProject: boolean
  /** The file and line that set COMPOSE_FILE; absent if no file did. */
  readonly listedIn?: string
  /** Variables set by options, which override the environment. */
  readonly variables: Readonly<Record<string, string>>
}

/** The files of `-f`, else the Compose project of the working directory. Throws a usage error if there is none. */
export function namedManifests(context: Context, verb: string, options: ManifestOptions): NamedManifests {
  const found = foundManifests(context, options)
  if (found) return allThere(context, found)
  const { stack } = options
  const alone = stack === undefined ? '' : `: -n ${stack} says which stack they are put into, and names none of them`
  throw usageError(
    `${verb} needs manifests, and there is no Compose file here or above${alone}`,
    `name them: reconcile ${verb} -f FILE|DIR|-${stack === undefined ? '' : ` -n ${stack}`}`,
  )
}

/** If a file that COMPOSE_FILE names is missing, throws with the place of that setting. */
function allThere({ cwd }: Context, named: NamedManifests): NamedManifests {
  const { files, listedIn } = named
  const missing = listedIn === undefined ? undefined : files.find((file) => !isThere(resolve(cwd, file)))
  if (missing === undefined) return named
  throw usageError(
    `${listedIn}: COMPOSE_FILE names ${resolve(cwd, missing)}, which is not there`,
    'make it, or take it out there',
  )
}

/** As `namedManifests`, but undefined where there are none. */
export function foundManifests(context: Context, options: ManifestOptions): NamedManifests | undefined {
  const variables = variablesOf(context, options)
  if (options.file?.length) return { files: options.file, isProject: false, variables }
  const found = projectFiles(context, variables)
  return found.files.length > 0 ? { ...found, isProject: true, variables } : undefined
}

/**
 * `--profile` and `--env-file` as variables, which override the environment. Paths are relative to the working directory, as for docker
 * compose, also those of COMPOSE_ENV_FILES in the environment.
 */
export function variablesOf(
  context: Pick<Context, 'cwd' | 'env' | 'terminal'>,
  { profile, envFile = ownValue(context.env, 'COMPOSE_ENV_FILES')?.split(',').filter(Boolean) ?? [] }: ManifestOptions,
): Record<string, string> {
  const files = envFile.map((path) => resolve(context.cwd, path))
  const listed = files.length > 0 ? { COMPOSE_ENV_FILES: files.join(',') } : {}
  return {
    ...(files.some(isPipe) ? envPipeVariables(context, files) : listed),
    ...(profile?.length ? { COMPOSE_PROFILES: profile.join(',') } : {}),
  }
}

/** The files of COMPOSE_FILE, which `.env` may set; else the default Compose file here or in a parent directory, and its override. */
function projectFiles(
  { cwd, env }: Context,
  variables: Readonly<Record<string, string>>,
): Pick<NamedManifests, 'files' | 'listedIn'> {
  const environment = (name: string) => ownValue(variables, name) ?? ownValue(env, name)
  const { lookup, placeOf } = projectVariables({ baseDirectory: resolve(cwd), readFile: readSideFile, environment })
  const listed = filesListed(lookup)
  const place = environment('COMPOSE_FILE') === undefined ? placeOf('COMPOSE_FILE') : undefined
  const at = place ? { listedIn: `${place.file}:${place.line}` } : {}
  if (listed?.length === 0)
    throw usageError(`${at.listedIn ? `${at.listedIn}: ` : ''}COMPOSE_FILE is empty`, NAME_FILES)
  if (listed) return { files: listed, ...at }
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    const found = [defaultNames, overrideNames].map((names) => names.map((name) => join(directory, name)).find(isThere))
    if (found[0] !== undefined)
      return { files: found.filter((path) => path !== undefined).map((path) => relative(cwd, path)) }
    if (directory === dirname(directory)) return { files: [] }
  }
}

/** Whether a path exists. Throws a usage error for a dangling link, as continuing in a parent directory would be wrong. */
function isThere(path: string): boolean {
  if (existsSync(path)) return true
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return false
  throw usageError(
    `${path} is a symbolic link to ${readlinkSync(path)}, which is not there`,
    'make what it leads to, or lead it to a Compose file',
  )
}
