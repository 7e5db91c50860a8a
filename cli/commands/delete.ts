import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Kind } from '../../api/v1/kinds.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { resolve } from 'node:path'
import { type ManifestOptions, variablesOf } from '../arguments/manifest-options.ts'
import { locateContainer } from '../arguments/container.ts'
import { locateAll, type Named, parseName, parseNames } from '../arguments/references.ts'
import { readSources } from '../arguments/sources.ts'
import { withVariables } from '../arguments/variables.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { anywhere } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import { type ProgressFormat, progressOn } from '../output/progress.ts'
import { usageError } from '../usage.ts'

export interface DeleteOptions extends ActOptions, ManifestOptions {
  readonly volumes?: boolean
  /** Set by `rm`: people who know docker compose don't expect their manifest files to be edited. */
  readonly leaveFiles?: true
  readonly removeOrphans?: boolean
  readonly prune?: boolean
  readonly ignoreNotFound?: boolean
  /** Set by `rm`: what a name without a kind may be, beside a one-off container. */
  readonly among?: readonly Kind[]
  /** Set by `rm`: is told what the names mean, once that is known. */
  readonly onLocated?: (refs: readonly ObjectRef[]) => void
  /** The variables of the options where they are known already, as a pipe can be read but once. */
  readonly variables?: Readonly<Record<string, string>>
  readonly output: ProgressFormat
}

/** Deletes named objects, what files declare, or a whole stack; waits until they are gone. Deletes volumes only with `--volumes`. */
export async function remove(context: Context, words: readonly string[], options: DeleteOptions): Promise<number> {
  const { file = [], stack } = options
  if (words.length === 0 && file.length === 0 && stack === undefined)
    throw usageError('delete needs to know what', 'name it: KIND/NAME…, -f FILE, or --stack STACK for all of a stack')
  if (words.length > 0 && file.length > 0) throw usageError('delete takes names or -f, not both', 'use one of them')
  if (words.length > 0 && options.removeOrphans)
    throw usageError('--remove-orphans is of what files do not declare', 'name the files with -f, or leave it out')
  if (words.length > 0 && options.prune)
    throw usageError(
      '--prune is of files or a whole stack, not of single objects',
      'name the files with -f, or the stack with --stack',
    )
  refuseWithoutFile(options)
  const manifests =
    file.length === 0
      ? undefined
      : {
          sources: await readSources(file, context),
          cwd: resolve(context.cwd),
          variables: options.variables ?? variablesOf(context, options),
          ...(stack === undefined ? {} : { stack }),
        }
  // What others applied is as well there for a home that is made only now, as on a fresh CI runner.
  const purpose = options.prune ? 'act' : 'change'
  return await withInstallation(context, { purpose, ...options }, async (installation) => {
    const ignoreNotFound = options.ignoreNotFound === true
    const names = words.length > 0 ? namesOf(words, options) : []
    const within = { ...anywhere(context, stack), signal: context.signal }
    const refs = await locateAll(names, (named) => locateContainer(installation, named, within), { ignoreNotFound })
    if (names.length > 0 && refs.length === 0) return noneThere(context, options.output)
    options.onLocated?.(refs)
    const request = {
      volumes: options.volumes === true,
      ...(options.leaveFiles ? { leaveFiles: true } : {}),
      ...(options.removeOrphans ? { orphans: true } : {}),
      ...(options.prune ? { prune: true } : {}),
      ...actingAs(options),
      ...(words.length > 0 ? { refs } : {}),
      ...(words.length === 0 && !manifests && stack !== undefined ? { stack } : {}),
      signal: context.signal,
    }
    const start = (names: readonly string[]) =>
      installation.delete(manifests ? { ...request, manifests: withVariables(manifests, names, context.env) } : request)
    return await follow(context, start, { format: options.output, served: installation.served })
  })
}

function namesOf(words: readonly string[], { among }: DeleteOptions): readonly Named[] {
  return among ? words.map((word) => ({ among, ...parseName(word) })) : parseNames(words)
}

/** Prints nothing, as kubectl; with JSON output, the outcome event as always. */
function noneThere({ terminal, now }: Context, output: ProgressFormat): number {
  const outcome = { type: 'outcome' as const, exit: exits.converged, message: 'nothing of these is there' }
  if (output === 'json') progressOn(terminal, output, now).end(outcome)
  return outcome.exit
}

/** Refuses options that only say how files are read when no file is named. */
function refuseWithoutFile({ file, profile, envFile }: DeleteOptions): void {
  if (file?.length || !(profile ?? envFile)) return
  throw usageError(
    `--${profile ? 'profile' : 'env-file'} says how a Compose file is read, and none is named`,
    'name it with -f, or leave the option out',
  )
}
