import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { defaultNames, overrideNames } from '../../compose/default-names.ts'
import { filesListed } from '../../compose/listed-files.ts'
import { projectVariables } from '../../compose/project-variables.ts'
import type { Context } from '../context.ts'
import { readSideFile } from '../../store/source/side-file.ts'
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
  /** What options say in the place of the environment. */
  readonly variables: Readonly<Record<string, string>>
}

/** Those that `-f` names, else the Compose project of the working directory; a usage error where there is none. */
export function namedManifests(context: Context, verb: string, options: ManifestOptions): NamedManifests {
  const found = foundManifests(context, options)
  if (found) return found
  const { stack } = options
  const alone = stack === undefined ? '' : `: -n ${stack} says which stack they are put into, and names none of them`
  throw usageError(
    `${verb} needs manifests, and there is no Compose file here or above${alone}`,
    `name them: reconcile ${verb} -f FILE|DIR|-${stack === undefined ? '' : ` -n ${stack}`}`,
  )
}

/** The same; undefined where there is none. */
export function foundManifests(context: Context, options: ManifestOptions): NamedManifests | undefined {
  const variables = variablesOf(context, options)
  if (options.file?.length) return { files: options.file, isProject: false, variables }
  const files = projectFiles(context, variables)
  return files.length > 0 ? { files, isProject: true, variables } : undefined
}

/** What `--profile` and `--env-file` say in the place of the environment. */
export function variablesOf({ cwd }: Context, { profile, envFile }: ManifestOptions): Record<string, string> {
  return {
    ...(profile?.length ? { COMPOSE_PROFILES: profile.join(',') } : {}),
    ...(envFile?.length ? { COMPOSE_ENV_FILES: envFile.map((path) => resolve(cwd, path)).join(',') } : {}),
  }
}

/** The files of COMPOSE_FILE, which may stand in `.env`; else the one with Compose's name here or above, and its override. */
function projectFiles({ cwd, env }: Context, variables: Readonly<Record<string, string>>): readonly string[] {
  const environment = (name: string) => variables[name] ?? env[name]
  const { lookup } = projectVariables({ baseDirectory: resolve(cwd), readFile: readSideFile, environment })
  const listed = filesListed(lookup)
  if (listed) return listed
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    const found = [defaultNames, overrideNames].map((names) => names.map((name) => join(directory, name)).find(isThere))
    if (found[0] !== undefined) return found.filter((path) => path !== undefined)
    if (directory === dirname(directory)) return []
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
