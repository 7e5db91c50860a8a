import type { PullRequest } from '../../api/v1/installation/get-images.ts'
import { type ManifestOptions, namedManifests } from '../arguments/manifest-options.ts'
import { manifestRequest } from '../arguments/manifest-request.ts'
import { givenVariable, withVariables } from '../arguments/variables.ts'
import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import type { ProgressFormat } from '../output/progress.ts'

export interface PullOptions extends ManifestOptions {
  readonly output: ProgressFormat
}

export interface BuildOptions extends PullOptions {
  /** False for `--no-cache`. */
  readonly cache?: boolean
  readonly pull?: boolean
  readonly buildArg?: readonly string[]
}

/** Pulls the images of manifests: `pull`, `pull web -f shop.yaml`. */
export async function pull(context: Context, services: readonly string[], options: PullOptions): Promise<number> {
  const request = await requestOf(context, services, { ...options, verb: 'pull' })
  return await ask(context, { purpose: 'read', output: options.output }, (installation, names) =>
    installation.pull(withVariables(request, names, context.env)),
  )
}

/** Builds the images of manifests: `build --no-cache web`. */
export async function build(context: Context, services: readonly string[], options: BuildOptions): Promise<number> {
  const { cache, pull: fresh, buildArg = [] } = options
  const request = {
    ...(await requestOf(context, services, { ...options, verb: 'build' })),
    buildArgs: buildArg.flatMap((each) => givenVariable(each, context.env)),
    ...(cache === false ? { noCache: true } : {}),
    ...(fresh ? { pull: true } : {}),
  }
  return await ask(context, { purpose: 'read', output: options.output }, (installation, names) =>
    installation.build(withVariables(request, names, context.env)),
  )
}

async function requestOf(
  context: Context,
  services: readonly string[],
  { verb, ...options }: PullOptions & { readonly verb: string },
): Promise<PullRequest> {
  const named = { ...namedManifests(context, verb, options), stack: options.stack }
  return { ...(await manifestRequest(named, context)), services, signal: context.signal }
}
