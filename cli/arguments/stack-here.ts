import { ownValue } from '../../api/v1/language/own-value.ts'
import { dirname, resolve } from 'node:path'
import { fileReason } from '../../api/v1/file-reason.ts'
import { isInstallationError } from '../../api/v1/installation/installation-error.ts'
import { interpolate } from '../../compose/interpolation/interpolate.ts'
import { projectName } from '../../compose/project-name.ts'
import { projectVariables } from '../../compose/project-variables.ts'
import type { Context } from '../context.ts'
import { readSideFile } from '../../store/source/disk/side-file.ts'
import { PROJECT_NAME, refuseOtherStack } from '../local/request/other-stack.ts'
import { usageError } from '../usage.ts'
import { foundManifests } from './manifest-options.ts'
import type { Named, Where } from './references.ts'

/**
 * The stack of a verb: the given one, else that of the project here; undefined if there is none. Throws a usage error if the environment
 * names another one than the project has: to compose, that one is meant.
 */
export function stackOf(context: Context, given: string | undefined): string | undefined {
  if (given !== undefined) return given
  const here = projectHere(context)
  refuseOtherStack(here, { stack: undefined, variable: ownValue(context.env, PROJECT_NAME) })
  return here
}

function projectHere(context: Context): string | undefined {
  const here = foundManifests(context, {})
  return here && projectIn(context, here.files)
}

/** As `stackOf`, but throws a usage error if there is none. */
export function stackHere(context: Context, verb: string, given?: string): string {
  const stack = stackOf(context, given)
  if (stack !== undefined) return stack
  throw usageError(`${verb} of what? there is no Compose file here or above`, 'name it, or say which stack with -n')
}

/** Where to look for objects of any stack: in the given one, else in all. If several stacks have the name, the project here is meant. */
export function anywhere(context: Context, stack: string | undefined): Where {
  return { stack, here: () => readableStack(context) }
}

/** The stack here; undefined if it is not clear, as where its file is invalid: that must not block work on other stacks. */
export function readableStack(context: Context): string | undefined {
  try {
    return stackOf(context, undefined)
  } catch (error) {
    if (isInstallationError(error)) return undefined
    throw error
  }
}

/** The objects and stack of a Compose verb. Without names, the whole stack of the project here. */
export function namedHere(
  context: Context,
  verb: string,
  { named, stack: given }: { readonly named: readonly Named[]; readonly stack: string | undefined },
): { readonly named: readonly Named[]; readonly stack?: string } {
  const stack = named.length > 0 ? stackOf(context, given) : stackHere(context, verb, given)
  if (stack === undefined) return { named }
  return { named: named.length > 0 ? named : [{ kind: 'Stack', name: stack }], stack }
}

/** Throws if `-p NAME` differs from the name in the Compose file here, as the objects would go to that stack. */
export function refuseOtherProject(context: Context, name: string): void {
  const here = projectHere({ ...context, env: { ...context.env, [PROJECT_NAME]: name } })
  if (here === undefined || here === name) return
  throw usageError(
    `-p ${name}: the Compose file here has a name of its own, ${here}`,
    `write \`name: \${COMPOSE_PROJECT_NAME:-${here}}\` in it, or leave -p out`,
  )
}

/** The project name of these files, by the rules of the Compose loader. */
function projectIn({ cwd, env }: Context, files: readonly string[]): string {
  const paths = files.map((file) => resolve(cwd, file))
  const baseDirectory = dirname(paths[0] ?? cwd)
  const environment = (name: string) => ownValue(env, name)
  const { lookup } = projectVariables({ baseDirectory, readFile: readSideFile, environment })
  const written = paths.flatMap((path) => nameIn(path) ?? []).at(-1)
  const declared = written === undefined ? undefined : interpolate(written, lookup)
  if (declared && 'message' in declared)
    throw usageError(`the name of the project here is ${written}: ${declared.message}`, 'say which stack with -n')
  const variable = lookup(PROJECT_NAME)
  const { name, error } = projectName({ declared: declared?.text, given: undefined, variable, baseDirectory })
  if (error !== undefined || name === '')
    throw usageError(error ?? 'the project here has no name', 'say which stack with -n')
  return name
}

function nameIn(path: string): string | undefined {
  const text = readSideFile(path)
  if (typeof text !== 'string')
    throw usageError(`${path} can't be read: ${fileReason(text)}`, 'mend it, or say which stack with -n')
  const [, ...written] = /^name:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#][^\n]*?))[ \t]*(?:#.*)?$/m.exec(text) ?? []
  return written.find((each) => each !== undefined)
}
