import { resolve } from 'node:path'
import { pick } from '../../api/v1/language/pick.ts'
import { type AsAsked, askedFields, type ManifestRequest } from '../../api/v1/installation/requests.ts'
import type { Context } from '../context.ts'
import type { NamedManifests } from './manifest-options.ts'
import { readSources, type SourcesOptions } from './sources.ts'
import { checkStack } from './stack-name.ts'

/** The files to read, and the stack to put their objects into. */
export interface Named extends Partial<NamedManifests>, AsAsked {
  readonly files: readonly string[]
  readonly stack?: string | undefined
}

/** Builds the request for the manifests of a command line: their texts, and the options to read them with. */
export async function manifestRequest(
  { files, isProject = false, variables = {}, stack, ...asked }: Named,
  context: Context,
  how: Pick<SourcesOptions, 'mayBeEmpty'> = {},
): Promise<ManifestRequest> {
  checkStack(stack)
  const sources = await readSources(files, context, { ...how, isProject })
  return {
    sources,
    cwd: resolve(context.cwd),
    ...(stack === undefined ? {} : { stack }),
    ...pick(asked, askedFields),
    variables,
  }
}
