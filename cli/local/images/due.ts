import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { pullIntervalMs } from '../../../api/v1/pull-interval.ts'
import { lastPullOf } from '../../../controllers/image/last-pull.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { FileReading } from '../../../store/source/reading.ts'
import { resolvedBefore } from './resolved-images.ts'

/** Why it is pulled. */
export const DUE = 'its pull policy is by time, and that is over'

/** Whether a service's tag is to be pulled again: its time is over since the last pull that we know of. Its first one is its task's. */
export function isPullDue(service: V1Service, store: Store, now: number): boolean {
  const interval = pullIntervalMs(service.spec.template)
  if (interval === undefined || !resolvedBefore(service, store)) return false
  const last = lastPullOf(store, service.spec.template.image ?? '')
  return last === undefined || now - last >= interval
}

/** The readings with those services alone whose images are to be pulled by now. */
export function withDue(files: readonly FileReading[], store: Store, now: number): readonly FileReading[] {
  const isDue = (object: ObjectOf) => object.kind !== 'Service' || isPullDue(object, store, now)
  return files.map((file) => ({ ...file, manifests: file.manifests.filter(({ object }) => isDue(object)) }))
}

/** What a plan says of images that its apply asks a registry for. */
export function dueLines(services: Iterable<V1Service>, store: Store, now: number): readonly string[] {
  const due = [...services].filter((service) => isPullDue(service, store, now))
  return [...new Set(due.map(({ spec }) => spec.template.image ?? ''))].sort().map((image) => {
    const last = lastPullOf(store, image)
    const since = last === undefined ? 'no pull of it is known' : `it was pulled at ${new Date(last).toISOString()}`
    return `${image} means what it did: ${since}, so an apply pulls it, as its pull policy says, and rolls out what is new`
  })
}
