import { isImageId } from '../../../api/v1/pinned-image.ts'
import { fullName, knownName, parseImageReference } from '../../../api/v1/image-reference.ts'
import type { PlannedCall, PlannedFailure } from '../../../api/v1/installation/plan-answer.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { PlanRequest } from '../../../api/v1/installation/requests.ts'
import type { Engine } from '../../../engine/engine.ts'
import { type EngineErrorCode, isEngineError, unlessGone } from '../../../engine/errors.ts'
import type { Observed } from '../../../engine/simulated/seed.ts'
import type { ImageInspect } from '../../../engine/types/image.ts'
import { pinOf } from '../../../controllers/task/pin.ts'
import { planned } from '../../../plan/record.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import { pulledFor } from '../images/pulled-for.ts'
import { isOnlyHere } from '../images/only-here.ts'
import type { PulledImages } from '../images/pull-images.ts'
import type { Core } from '../open/core.ts'

/** What the pulls of an apply would bring. */
export interface ForeseenPulls {
  /** The images that the tags would refer to; absent: nothing is pulled. */
  readonly images?: PulledImages
  readonly calls: readonly PlannedCall[]
  /** How many of `calls` would bring another image. */
  readonly changes: number
  readonly events: readonly ProgressEvent[]
  readonly failures: readonly PlannedFailure[]
  readonly assumptions: readonly string[]
  /** Returns a host as it would be after the pulls. */
  after(node: string, before: Observed): Observed
}

/** The image that a node would have under a name after a pull, and the one that it had. */
interface Brought {
  readonly node: string
  readonly image: string
  readonly before: ImageInspect | undefined
  readonly after: ImageInspect
}

interface Heard {
  readonly calls: PlannedCall[]
  readonly brought: Brought[]
  readonly failures: PlannedFailure[]
}

/** Foresees the pulls of an apply. Asks the registries, through the engines that would pull, for digests only. */
export async function foreseePulls(
  core: Core,
  request: PlanRequest,
  files: readonly FileReading[],
): Promise<ForeseenPulls> {
  const heard: Heard = { calls: [], brought: [], failures: [] }
  const engines = async () => {
    const own = await core.engines()
    return new Map([...own].map(([node, engine]) => [node, foreseeing(engine, heard)]))
  }
  const events: ProgressEvent[] = []
  const pulling = pulledFor({ ...core, purpose: 'read', engines }, request, files)
  let step = await pulling.next()
  for (; !step.done; step = await pulling.next()) events.push(step.value)
  const news = heard.brought.filter(isNew)
  return {
    ...(step.value ? { images: step.value.images } : {}),
    ...{ calls: heard.calls, changes: news.length, events },
    // A pull that is only due by its pull interval may fail: a later apply does it.
    failures: request.pull ? heard.failures : [],
    assumptions: [...new Set(news.map(assumedOf))].sort(),
    after: (node, before) => heard.brought.filter((each) => each.node === node).reduce(withImage, before),
  }
}

/** Wraps an engine so that a pull only asks for the digest; from then on the wrapper answers as if it had the image. */
function foreseeing(engine: Engine, { calls, brought, failures }: Heard): Engine {
  const { node } = engine
  const has: Engine['inspectImage'] = async (args, run) =>
    brought.find((each) => each.node === node && fullName(each.image) === fullName(args.name))?.after ??
    (await engine.inspectImage(args, run))
  return {
    ...engine,
    inspectImage: has,
    async pullImage(args, run) {
      const { image } = args
      const call = planned(node, { verb: 'pullImage', args, run }, { names: new Map(), at: 0 })
      try {
        const { digest } = await engine.resolveImage(args, run)
        const before = await unlessGone(has({ name: image }, run))
        const after = await imageOf(engine, { image, digest, before }, run)
        calls.push(call)
        brought.push({ node, image, before, after })
      } catch (error) {
        if (!isEngineError(error) || run.signal.aborted) throw error
        if (!UNANSWERED.has(error.code)) calls.push({ ...call, refused: error.detail })
        const before = await unlessGone(has({ name: image }, run))
        if (!(await isOnlyHere(engine, { args, error, before, run })))
          failures.push({ object: call.object, message: error.message, remedy: UNPULLED })
        throw error
      }
    },
  }
}

/** The errors of an engine that did not answer, which is no refusal. */
const UNANSWERED: ReadonlySet<EngineErrorCode> = new Set(['Unreachable', 'Timeout'])
const UNPULLED = 'what runs is of the images that are there: mend that, or plan without --pull'

/**
 * The image that a pull brings: the node's own image of that digest, or else one that nobody has seen yet, with the configuration of the
 * one before.
 */
async function imageOf(
  engine: Engine,
  { image, digest, before }: { image: string; digest: string; before: ImageInspect | undefined },
  run: Parameters<Engine['inspectImage']>[1],
): Promise<ImageInspect> {
  const reference = parseImageReference(image)
  const pinned = reference ? knownName({ ...reference, digest }) : digest
  const there = await unlessGone(engine.inspectImage({ name: pinned }, run))
  if (there) return there
  return { ...before, Id: digest, RepoTags: [], RepoDigests: [pinned] }
}

function isNew({ before, after }: Brought): boolean {
  return before?.Id !== after.Id
}

function assumedOf({ node, image, before, after }: Brought): string {
  const brings = `the pull of ${image} succeeds, and brings ${digestOf(pinOf(after, image))}`
  if (!before) return `${brings}, whose configuration is not known yet`
  const isComparable = !isImageId(pinOf(before, image))
  const other = isComparable ? '' : `, which is taken for another one than ${node} has: that was not pulled from there`
  return `${brings}, whose configuration is taken for that of the one before${other}`
}

function digestOf(pin: string): string {
  return pin.replace(/^.*@/, '')
}

/** The host with an image under a name; no other image of it has that tag any more. */
function withImage(observed: Observed, { image, after }: Brought): Observed {
  const reference = parseImageReference(image)
  const isTag = reference !== undefined && reference.digest === undefined
  const tag = fullName(image)
  const others = observed.images
    .filter(({ Id }) => Id !== after.Id)
    .map((other) => ({ ...other, RepoTags: (other.RepoTags ?? []).filter((each) => each !== tag) }))
  const tags = (after.RepoTags ?? []).filter((each) => each !== tag)
  return { ...observed, images: [...others, { ...after, RepoTags: isTag ? [...tags, tag] : tags }] }
}
