import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { defaultNames, overrideNames } from '../../compose/default-names.ts'
import { filesListed, NAME_FILES } from '../../compose/listed-files.ts'
import { projectVariables } from '../../compose/project-variables.ts'
import type { Context } from '../context.ts'
import { readSideFile } from '../../store/source/disk/side-file.ts'
import { usageError } from '../usage.ts'

/** What every verb that reads manifests takes. */
export interface ManifestOptions {
  readonly file?: readonly string[]
  readonly stack?: string
  readonly profile?: readonly string[]
  readonly envFile?: readonly string[]
}

/** The manifests that a command is about. */
export interface NamedManifests {
  readonly files: readonly string[]
  /** They are the files of one Compose project, found where Compose looks for them. */
  readonly isProject: boolean
  /** The file and line of COMPOSE_FILE that names them; absent: it stands in no file. */
  readonly listedIn?: string
  /** What options say in the place of the environment. */
  readonly variables: Readonly<Record<string, string>>
}

/** Those that `-f` names, else the Compose project of the working directory; a usage error where there is none. */
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

/** What is missing of the files that COMPOSE_FILE names is mended where it stands. */
function allThere({ cwd }: Context, named: NamedManifests): NamedManifests {
  const { files, listedIn } = named
  const missing = listedIn === undefined ? undefined : files.find((file) => !isThere(resolve(cwd, file)))
  if (missing === undefined) return named
  throw usageError(
    `${listedIn}: COMPOSE_FILE names ${resolve(cwd, missing)}, which is not there`,
    'make it, or take it out there',
  )
}

/** The same; undefined where there is none. */
export function foundManifests(context: Context, options: ManifestOptions): NamedManifests | undefined {
  const variables = variablesOf(context, options)
  if (options.file?.length) return { files: options.file, isProject: false, variables }
  const found = projectFiles(context, variables)
  return found.files.length > 0 ? { ...found, isProject: true, variables } : undefined
}

/** What `--profile` and `--env-file` say in the place of the environment. */
export function variablesOf({ cwd }: Context, { profile, envFile }: ManifestOptions): Record<string, string> {
  return {
    ...(profile?.length ? { COMPOSE_PROFILES: profile.join(',') } : {}),
    ...(envFile?.length ? { COMPOSE_ENV_FILES: envFile.map((path) => resolve(cwd, path)).join(',') } : {}),
  }
}

/** The files of COMPOSE_FILE, which may stand in `.env`; else the one with Compose's name here or above, and its override. */
function projectFiles(
  { cwd, env }: Context,
  variables: Readonly<Record<string, string>>,
): Pick<NamedManifests, 'files' | 'listedIn'> {
  const environment = (name: string) => variables[name] ?? env[name]
  const { lookup, placeOf } = projectVariables({ baseDirectory: resolve(cwd), readFile: readSideFile, environment })
  const listed = filesListed(lookup)
  const place = environment('COMPOSE_FILE') === undefined ? placeOf('COMPOSE_FILE') : undefined
  const at = place ? { listedIn: `${place.file}:${place.line}` } : {}
  if (listed?.length === 0)
    throw usageError(`${at.listedIn ? `${at.listedIn}: ` : ''}COMPOSE_FILE is empty`, NAME_FILES)
  if (listed) return { files: listed, ...at }
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    const found = [defaultNames, overrideNames].map((names) => names.map((name) => join(directory, name)).find(isThere))
    if (found[0] !== undefined) return { files: found.filter((path) => path !== undefined) }
    if (directory === dirname(directory)) return { files: [] }
  }
}

/** Whether it is there; a usage error of a link that leads nowhere, in whose place none further up is meant. */
function isThere(path: string): boolean {
  if (existsSync(path)) return true
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return false
  throw usageError(
    `${path} is a symbolic link to ${readlinkSync(path)}, which is not there`,
    'make what it leads to, or lead it to a Compose file',
  )
}
