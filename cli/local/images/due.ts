import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { pullIntervalMs } from '../../../api/v1/pull-interval.ts'
import { beginPulls, failedPullOf, lastPullOf, noteFailedPull, notePull } from '../../../controllers/image/last-pull.ts'
import type { Store } from '../../../store/objects/store.ts'
import { type Declaring, type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import type { Pulls } from './pull-images.ts'
import { isSameImage } from '../../../controllers/task/pin.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { resolvedBefore } from './resolved-images.ts'

/** Why it is pulled. */
export const DUE = 'its pull policy is by time, and that is over'
/** When what a registry refused is asked for again. */
const RETRY_MS = 600_000

/** Whether a service's tag is to be pulled again: its time is over since the last pull that we know of. Its first one is its task's. */
export function isPullDue(service: V1Service, store: Store, now: number): boolean {
  const interval = pullIntervalMs(service.spec.template)
  if (interval === undefined || !resolvedBefore(service, store)) return false
  const { image = '' } = service.spec.template
  const last = lastPullOf(store, image)
  return last !== undefined && now - last >= interval && now - (failedPullOf(store, image) ?? 0) >= RETRY_MS
}

/**
 * Notes pulls in the same moment as what they found is taken over: what ends between finds them due again, and so does what one of
 * its services did not take. The time of what runs already and of which no pull is known begins now.
 */
export function notePulls({ store, clock }: Core, files: readonly Declaring[], pulls?: Pulls): void {
  const untaken = new Set(servicesIn(files).flatMap((service) => untakenBy(service, store, pulls)))
  for (const [image, at] of pulls?.pulledAt ?? []) if (!untaken.has(image)) notePull(store, { image, at })
  for (const [image, at] of pulls?.failedAt ?? []) noteFailedPull(store, { image, at })
  const running = [...store.list('Service').values()].filter(
    (service) => pullIntervalMs(service.spec.template) !== undefined && resolvedBefore(service, store),
  )
  for (const { spec } of running) beginPulls(store, spec.template.image ?? '', clock.now())
}

function untakenBy(service: V1Service, store: Store, pulls: Pulls | undefined): readonly string[] {
  const { image: name = '', ...template } = service.spec.template
  const live = store.get('Service', keyOf(service))
  const image = pulls?.images.get(name)
  if (!image || live?.spec.template.image !== name || pullIntervalMs({ ...template, image: name }) === undefined)
    return []
  const before = resolvedBefore(live, store)
  return before && !isSameImage(image, before.image) ? [name] : []
}

/** The readings with those services alone whose images are to be pulled by now. */
export function withDue(files: readonly FileReading[], store: Store, now: number): readonly FileReading[] {
  const isDue = (object: ObjectOf) => object.kind !== 'Service' || isPullDue(object, store, now)
  return files.map((file) => ({ ...file, manifests: file.manifests.filter(({ object }) => isDue(object)) }))
}
