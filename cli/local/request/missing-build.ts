import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isRemoteContext } from '../../../api/v1/build-context.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { hookOwnerKey } from '../../../api/v1/hook-job.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { errorAt, type ManifestError } from '../../../api/v1/provenance.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { StagedTree } from '../../../api/v1/installation/requests.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { present } from '../../../engine/container/present.ts'
import { stagesWithout } from '../../../engine/docker/build/stages.ts'
import { ignorePatterns } from '../../../engine/docker/build/ignore-file.ts'
import { readText } from '../../../engine/docker/read-text.ts'
import { type FileReading, type ReadManifest, servicesIn } from '../../../store/source/reading/reading.ts'
import { buildsIn } from './one-build.ts'
import { stagedPath } from './read-request.ts'

/**
 * Errors for build contexts and Dockerfiles that are missing or can't be read, and for targets that these lack, once for each place that
 * names one. `pre_start` jobs and services that share a build are skipped where their owner is checked.
 */
export async function missingBuilds(
  files: readonly FileReading[],
  staged?: StagedTree,
): Promise<readonly ManifestError[]> {
  const at = (path: string) => stagedPath(staged, path)
  const own = files.flatMap((file) => {
    const firsts = new Set(buildsIn(file).map(([{ id }]) => id))
    return file.manifests.filter(({ id, object, sharesBuild }) =>
      sharesBuild ? firsts.has(id) : !isBuiltByOwner(file, object),
    )
  })
  const found = await Promise.all(own.map((manifest) => missingBuild(manifest, at)))
  return found.filter((error) => error !== undefined)
}

/** Whether the object is a `pre_start` job of another service of the file. */
function isBuiltByOwner(file: FileReading, object: ObjectOf): boolean {
  const owner = object.kind === 'Service' ? hookOwnerKey(object) : undefined
  return owner !== undefined && servicesIn([file]).some((each) => keyOf(each) === owner)
}

/** The error for a context directory, Dockerfile or .dockerignore of a service that can't be used. `at` maps a path to where it is read. */
async function missingBuild(manifest: ReadManifest, at: (path: string) => string): Promise<ManifestError | undefined> {
  const { object, provenance } = manifest
  const build = object.kind === 'Service' ? sourcesOf(object) : undefined
  if (!build) return undefined
  const wrong = (field: string, message: string) => errorAt(provenance, ['spec', 'template', 'build', field], message)
  const { context, dockerfile } = build
  if (!(await stat(at(context)).catch(() => undefined))?.isDirectory())
    return wrong('context', `there is no directory ${context} to build from: ${insteadOf(manifest, build)}`)
  const path = dockerfile === undefined ? {} : { dockerfile: at(dockerfile) }
  const ignored = await ignorePatterns({ context: at(context), ...path }).catch(errorText)
  if (typeof ignored === 'string') return wrong('context', `${ignored}: mend that file, or remove it`)
  try {
    const text = build.inline ?? (await readText(at(dockerfile ?? '')))
    if (text === undefined) return wrong('dockerfile', `there is no ${dockerfile}: make it, ${OR_ANOTHER}`)
    const without = wrongTarget(build, text)
    return without === undefined ? undefined : wrong('target', without)
  } catch (error) {
    return wrong('dockerfile', `${errorText(error)}: put a Dockerfile there, ${OR_ANOTHER}`)
  }
}

/** What is wrong with a target that names no stage of the Dockerfile; undefined where nothing is. */
function wrongTarget({ target, dockerfile = 'the Dockerfile' }: Sources, text: string): string | undefined {
  const stages = target ? stagesWithout(target, text) : undefined
  if (!stages) return undefined
  const others = stages.length === 0 ? 'it names none: leave target out' : `name one of ${listNames(stages)}`
  return `there is no stage ${target} in ${dockerfile}: ${others}, or begin one with \`FROM … AS ${target}\``
}

/** What to do about a missing context. Docker Compose takes an `image` beside a build without a word, which may be anybody's. */
function insteadOf({ provenance, sharesBuild }: ReadManifest, { image }: Sources): string {
  const isNamed = !sharesBuild && provenance.placeOf(['spec', 'template', 'image']).origin !== 'default'
  if (image === undefined || !isNamed) return 'make it, or name another'
  return `make it, name another, or take build out: then ${image} is pulled, or used where it is`
}

const OR_ANOTHER = 'or name another in build.dockerfile, relative to the context'

/** Where a build comes from. */
interface Sources {
  readonly context: string
  /** The name of what is built. */
  readonly image?: string
  /** Absent where it is written inline. */
  readonly dockerfile?: string
  readonly inline?: string
  /** Absent where the arguments name another frontend, which may make any stage. */
  readonly target?: string
}

function sourcesOf({ spec }: V1Service): Sources | undefined {
  const { context, dockerfile = 'Dockerfile', dockerfileInline, target, args = [] } = spec.template.build ?? {}
  if (context === undefined || isRemoteContext(context)) return undefined
  const file =
    dockerfileInline === undefined ? { dockerfile: resolve(context, dockerfile) } : { inline: dockerfileInline }
  const isOwnFrontend = args.some(({ name }) => name === 'BUILDKIT_SYNTAX')
  return { context, ...file, ...present({ image: spec.template.image, target: isOwnFrontend ? undefined : target }) }
}
