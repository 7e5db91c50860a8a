import { resolve } from 'node:path'
import { pick } from '../../api/v1/language/pick.ts'
import { type AsAsked, askedFields, type ManifestRequest } from '../../api/v1/installation/requests.ts'
import type { Context } from '../context.ts'
import type { NamedManifests } from './manifest-options.ts'
import { readSources, type SourcesOptions } from './sources.ts'
import { checkStack } from './stack-name.ts'

/** What is read, and the stack that it is put into where one is named. */
export interface Named extends Partial<NamedManifests>, AsAsked {
  readonly files: readonly string[]
  readonly stack?: string | undefined
}

/** The request for the manifests that a command line names: their texts, and what they are read with. */
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
