import { redactValue } from '../../../api/v1/redact/redact.ts'
import { isContext, isFurtherContext, isRemoteContext } from '../../../api/v1/build-context.ts'
import { type BuildkitNeed, buildkitNeed, keyNeed, keyWords } from '../../build/buildkit-needs.ts'
import type { BuildArgs } from '../../types/build.ts'
import { EngineError } from '../../errors.ts'
import { dockerfileName } from '../../requests.ts'
import { triedWords } from '../tried.ts'
import type { Builder } from './builder.ts'
import { buildsOf } from './builds.ts'
import { contextHash } from './content-hash.ts'
import { readDockerfile } from './context.ts'
import { imagesIn, withoutUnusedStages } from './stages.ts'

export interface Builders {
  readonly node: string
  readonly classic: Builder
  readonly buildkit: Builder
}

/**
 * Builds each image with BuildKit if it needs that, else with the classic builder, so that a build is the same wherever reconcile runs.
 * Changed sources are refused before anything is sent.
 */
export function imageBuilder({ node, classic, buildkit }: Builders): Builder['build'] {
  return async (args, run) => {
    const invalid = (detail: string, cause?: unknown) =>
      new EngineError('Invalid', { node, tried: triedWords('buildImage', args), detail, cause })
    const strange = strangeContext(args)
    if (strange !== undefined) throw invalid(`${strange} is neither an absolute directory nor an address`)
    const unread = (cause: Error) => {
      throw invalid(cause.message, cause)
    }
    const need = await needOf(args).catch(unread)
    if (!(await isOfItsSources(args).catch(unread))) throw invalid(otherSources(args))
    return need === undefined ? await classic.build(args, run) : await buildkit.build({ ...args, buildkit: need }, run)
  }
}

/** The first context of a build that would be relative to this program's directory; only manifests accepted by older versions have such. */
function strangeContext(args: BuildArgs): string | undefined {
  const all = buildsOf(args)
  const own = all.find(
    ({ context, dockerfileInline }) => !(isContext(context) || (context === '' && dockerfileInline !== undefined)),
  )
  if (own) return `the context ${redactValue(own.context) || 'that is absent'}`
  const further = all.flatMap(({ additionalContexts = {} }) => Object.entries(additionalContexts))
  const [name, from] = further.find(([, each]) => !isFurtherContext(each)) ?? []
  return name === undefined ? undefined : `the further context ${name} (${redactValue(from ?? '')})`
}

/** What of a build needs BuildKit, in words: as accepted, or by its present Dockerfile. */
async function needOf(args: BuildArgs): Promise<string | undefined> {
  const key = keyNeed(args)
  if (args.buildkit !== undefined || key !== undefined) return args.buildkit ?? (key && keyWords(key))
  const need = await dockerfileNeed(args)
  return need && `${need.what} (${dockerfileName(args)} line ${need.line})`
}

/** What a build's Dockerfile needs BuildKit for, in the stages it uses; undefined for a remote one, which is unknown. */
export async function dockerfileNeed(
  args: Pick<BuildArgs, 'context' | 'dockerfile' | 'dockerfileInline' | 'buildArgs' | 'target'>,
): Promise<BuildkitNeed | undefined> {
  const { context, dockerfileInline } = args
  if (dockerfileInline === undefined && isRemoteContext(context)) return undefined
  const dockerfile = dockerfileInline ?? (await readDockerfile(args))
  return buildkitNeed(withoutUnusedStages(dockerfile, args), args.buildArgs)
}

/** The images that a build's Dockerfile names, in lower case, without those that additional contexts replace; none for a remote one. */
export async function dockerfileImages(args: BuildArgs): Promise<readonly string[]> {
  const { context, dockerfileInline } = args
  if (dockerfileInline === undefined && isRemoteContext(context)) return []
  return imagesNamed(dockerfileInline ?? (await readDockerfile(args)), args)
}

/** As `dockerfileImages`, for the text of a Dockerfile. */
export function imagesNamed(
  dockerfile: string,
  args: Pick<BuildArgs, 'target' | 'buildArgs' | 'additionalContexts'>,
): readonly string[] {
  const { additionalContexts = {} } = args
  return imagesIn(dockerfile, args).filter((image) => !Object.hasOwn(additionalContexts, image))
}

/** Whether a build's sources are still those that its tag stands for. */
async function isOfItsSources(args: BuildArgs): Promise<boolean> {
  const { sourcesOf } = args
  if (sourcesOf === undefined || (await isOf(args, sourcesOf))) return true
  const { platform, ...untold } = args
  return platform !== undefined && (await isOf(untold, sourcesOf)) // older versions left `build.platforms` out of the hash
}

function otherSources({ context, tags }: BuildArgs): string {
  return (
    `${tags[0] ?? ''} is of other sources than those that are in ${context} by now: ` +
    'apply them (where serve watches the manifest: save it), or bring them back as they were, as with git'
  )
}

async function isOf(args: BuildArgs, sources: string): Promise<boolean> {
  return (await contextHash(args)).replace('sha256:', '').startsWith(sources)
}
