import type { V1Service, V1TaskTemplate } from '../api/v1/generated/types.ts'
import { isChecked } from '../api/v1/is-checked.ts'
import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { composeLabels, labels } from '../api/v1/labels.ts'
import { isBeingDeleted } from '../api/v1/metadata.ts'
import { keyFor, keyOf } from '../api/v1/names.ts'
import { buildTag } from '../controllers/service/target.ts'
import { isOneShot } from '../controllers/service/to-end.ts'
import type { Behaviour, RegistryImage } from '../engine/simulated/behaviour.ts'
import { knownName, parseImageReference } from '../api/v1/image-reference.ts'
import type { Observed } from '../engine/simulated/seed.ts'
import type { ImageInspect } from '../engine/types/image.ts'
import type { Store } from '../store/objects/store.ts'
import { expectedVolumes } from './expected-volumes.ts'
import { expectedImages } from './expected-images.ts'

/** How long a simulated job runs, ms. */
const JOB_MS = 1_000
/** How long a simulated container takes until its health check passes, ms. */
export const HEALTHY_MS = 1_000

/** What a plan assumes: as words for people, and as behaviour of the simulated hosts. */
export interface Assumptions {
  /** The assumptions about these services (`stack/name`), for which the plan makes these calls, in words. */
  said(services: ReadonlySet<string>, calls: readonly PlannedCall[]): readonly string[]
  /** The assumptions about services whose running containers need no call, but have not completed, or are not healthy yet. */
  saidOfRunning(services: ReadonlySet<string>): readonly string[]
  readonly behaviour: Behaviour
  /** The simulated registry. Any image can be pulled; the configuration of one that no host has is guessed. */
  readonly registry: (reference: string) => RegistryImage
}

export function assumptionsFor(store: Store, observed: readonly Observed[]): Assumptions {
  const services = [...store.list('Service').values()]
  const expected = expectedImages(store, observed)
  const volumes = expectedVolumes(store, observed)
  const completing = new Set(services.filter((service) => isOneShot(service, store)).map(keyOf))
  return {
    said: (wanted, calls) => {
      const tagged = taggedBy(calls)
      const lines = services
        .filter((service) => wanted.has(keyOf(service)) && !isBeingDeleted(service))
        .flatMap((service) => sayings(service, { completing, observed, volumes, tagged }))
      return [...new Set(lines)].sort()
    },
    saidOfRunning: (wanted) => {
      const starting = startingIn(observed)
      return services
        .filter((service) => wanted.has(keyOf(service)) && starting.has(keyOf(service)))
        .flatMap((service) => {
          if (completing.has(keyOf(service))) return completes(service)
          if (!isChecked(service.spec.template)) return []
          return `${keyOf(service)} is healthy ${HEALTHY_MS / 1000} s from now: its health check has not passed yet`
        })
        .sort()
    },
    behaviour: ({ labels: own }) =>
      completing.has(keyIn(own)) ? { exitsAfterMs: JOB_MS, exitCode: 0 } : { healthyAfterMs: HEALTHY_MS },
    registry: (reference) => ({
      config: { Cmd: ['unknown'], Volumes: Object.fromEntries(volumes(reference).map((path) => [path, {}])) },
      ...expected(reference),
    }),
  }
}

/** The services with a running container whose health check has not passed yet. */
function startingIn(observed: readonly Observed[]): ReadonlySet<string> {
  const starting = observed.flatMap(({ containers }) =>
    containers.filter(({ State }) => State.Running && State.Health?.Status !== 'healthy'),
  )
  return new Set(starting.map(({ Config }) => keyIn(Config.Labels ?? {})))
}

/** The service that a container is of. What was taken over from Compose has no labels of ours. */
function keyIn(own: Readonly<Record<string, string>>): string {
  return keyFor(own[labels.stack] ?? own[composeLabels.project], own[labels.name] ?? own[composeLabels.service] ?? '')
}

/** What the assumptions about a service depend on. */
interface Known {
  /** Services that end with exit code 0. */
  readonly completing: ReadonlySet<string>
  readonly observed: readonly Observed[]
  readonly volumes: ReturnType<typeof expectedVolumes>
  /** The names that images of hosts are given. */
  readonly tagged: ReadonlySet<string>
}

/** The names that calls give to images that are there, as to those that docker compose built. */
function taggedBy(calls: readonly PlannedCall[]): ReadonlySet<string> {
  const tags = calls.flatMap(({ path, refused }) => (refused === undefined && TAG.exec(path)?.[1]) || [])
  return new Set(
    tags.map((query) => {
      const fields = new URLSearchParams(query)
      return `${fields.get('repo')}:${fields.get('tag')}`
    }),
  )
}

const TAG = /^\/images\/.*\/tag\?(.*)$/

function sayings(service: V1Service, { completing, observed, volumes, tagged }: Known): readonly string[] {
  const { template } = service.spec
  const image = template.build ? buildTag(service) : (template.image ?? '')
  const known =
    tagged.has(image) ||
    observed.some(({ images }) => images.some((candidate) => isNamed(candidate, image) || candidate.Id === image))
  return [
    ...(known ? [] : [acquired(image, { isBuilt: template.build !== undefined, volumes: volumes(image) })]),
    ...(isToBeHealthy(service, completing)
      ? [`${keyOf(service)} is healthy ${HEALTHY_MS / 1000} s after its start`]
      : []),
    ...(completing.has(keyOf(service)) ? [completes(service)] : []),
    ...pathsOf(template).map((path) => `${path}, which ${keyOf(service)} mounts, is there on its node`),
  ]
}

function completes(service: V1Service): string {
  return `${keyOf(service)} completes with exit code 0`
}

function isToBeHealthy(service: V1Service, completing: ReadonlySet<string>): boolean {
  return isChecked(service.spec.template) && !completing.has(keyOf(service))
}

/** The assumption about an image that is not on a host yet. */
function acquired(image: string, { isBuilt, volumes }: { isBuilt: boolean; volumes: readonly string[] }): string {
  const kept =
    volumes.length === 0 ? '' : `has volumes where one of its name that runs or ran has them (${volumes.join(', ')})`
  if (isBuilt) return `the build of ${image} succeeds${kept && `; it ${kept}`}`
  return `the pull of ${image} succeeds; ${kept && `it ${kept}, the rest of `}its configuration is not known yet`
}

function isNamed({ RepoTags: tags, RepoDigests: digests }: ImageInspect, image: string): boolean {
  const reference = parseImageReference(image)
  return reference !== undefined && [...(tags ?? []), ...(digests ?? [])].includes(knownName(reference))
}

/** The host paths of bind mounts that must exist already: no engine tells which exist. */
function pathsOf({ mounts = [] }: V1TaskTemplate): readonly string[] {
  return mounts.flatMap(({ type, source = '', bind }) => (type === 'Bind' && !bind?.createHostPath ? [source] : []))
}
