import { redactValue } from '../../../api/v1/redact/redact.ts'
import { isContext, isFurtherContext, isRemoteContext } from '../../../api/v1/build-context.ts'
import { type BuildkitNeed, buildkitNeed, keyNeed, keyWords } from '../../buildkit-needs.ts'
import type { BuildArgs } from '../../types/build.ts'
import { EngineError } from '../../errors.ts'
import { dockerfileName } from '../../requests.ts'
import { triedWords } from '../tried.ts'
import type { Builder } from './builder.ts'
import { buildsOf } from './builds.ts'
import { contextHash } from './content-hash.ts'
import { readDockerfile } from './context.ts'
import { imagesIn, withoutUnusedStages } from './stages.ts'

/** Both ways to make an image. */
export interface Builders {
  readonly node: string
  readonly classic: Builder
  readonly buildkit: Builder
}

/**
 * Has each image built by the builder that it takes: BuildKit for what only that can do, and the classic one for all else, so that
 * a build is the same wherever reconcile runs. Sources that are not to be built are refused before anything is sent.
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

/** The first context of a build that is of whatever directory a program is in: of a manifest from before that was refused. */
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

/** What only BuildKit can do of a build, in words: as it was accepted, or as its Dockerfile is by now. */
async function needOf(args: BuildArgs): Promise<string | undefined> {
  const key = keyNeed(args)
  if (args.buildkit !== undefined || key !== undefined) return args.buildkit ?? (key && keyWords(key))
  const need = await dockerfileNeed(args)
  return need && `${need.what} (${dockerfileName(args)} line ${need.line})`
}

/** What only BuildKit understands of what a build needs of its Dockerfile; nobody knows of a remote one. */
export async function dockerfileNeed(
  args: Pick<BuildArgs, 'context' | 'dockerfile' | 'dockerfileInline' | 'buildArgs' | 'target'>,
): Promise<BuildkitNeed | undefined> {
  const { context, dockerfileInline } = args
  if (dockerfileInline === undefined && isRemoteContext(context)) return undefined
  const dockerfile = dockerfileInline ?? (await readDockerfile(args))
  return buildkitNeed(withoutUnusedStages(dockerfile, args), args.buildArgs)
}

/** The images that a build names in its Dockerfile, in small letters, but for those that contexts of it stand for; none of a remote one. */
export async function dockerfileImages(args: BuildArgs): Promise<readonly string[]> {
  const { context, dockerfileInline } = args
  if (dockerfileInline === undefined && isRemoteContext(context)) return []
  return imagesNamed(dockerfileInline ?? (await readDockerfile(args)), args)
}

/** The same of the Dockerfile's text. */
export function imagesNamed(
  dockerfile: string,
  args: Pick<BuildArgs, 'target' | 'buildArgs' | 'additionalContexts'>,
): readonly string[] {
  const { additionalContexts = {} } = args
  return imagesIn(dockerfile, args).filter((image) => !Object.hasOwn(additionalContexts, image))
}

/** What is built under a name again is what it was, or not at all. */
async function isOfItsSources(args: BuildArgs): Promise<boolean> {
  const { sourcesOf } = args
  if (sourcesOf === undefined || (await isOf(args, sourcesOf))) return true
  const { platform, ...untold } = args
  return platform !== undefined && (await isOf(untold, sourcesOf)) // named when the platform of `build.platforms` did not count
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
