import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { pullIntervalMs } from '../../../api/v1/pull-interval.ts'
import {
  beginPulls,
  lastPullOf,
  noteFailedPull,
  notePull,
  retriesPullAt,
} from '../../../controllers/image/last-pull.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import type { Pulls } from './pull-images.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { movedImage, resolvedBefore } from './resolved-images.ts'

/** The reason of a pull. */
export const DUE = 'its pull policy is by time, and that is over'

/** Whether a service's tag is due for a pull: its interval has passed since the last known one. The first pull is that of its task. */
export function isPullDue(service: V1Service, store: Store, now: number): boolean {
  const interval = pullIntervalMs(service.spec.template)
  if (interval === undefined || !resolvedBefore(service, store)) return false
  const { image = '' } = service.spec.template
  const last = lastPullOf(store, image)
  return last !== undefined && now - last >= interval && now >= retriesPullAt(store, image)
}

/**
 * Records pulls in the same moment as their result is accepted. If the process ends in between, or one of `services` did not take the
 * result, as one of another stack than is applied, they are due again. For running services without a known pull, the interval begins now.
 */
export function notePulls({ store, clock }: Core, pulls?: Pulls, services?: readonly V1Service[]): void {
  const untaken = new Set(
    (services ?? [...store.list('Service').values()]).flatMap((service) => untakenBy(service, store, pulls)),
  )
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
  if (!pulls || live?.spec.template.image !== name || pullIntervalMs({ ...template, image: name }) === undefined)
    return []
  return movedImage(live, pulls.images, store) ? [name] : []
}

/** The readings, with only those services whose image is due for a pull. */
export function withDue(files: readonly FileReading[], store: Store, now: number): readonly FileReading[] {
  const isDue = (object: ObjectOf) => object.kind !== 'Service' || isPullDue(object, store, now)
  return files.map((file) => ({ ...file, manifests: file.manifests.filter(({ object }) => isDue(object)) }))
}
