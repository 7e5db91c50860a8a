import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { isEndless } from '../task/plan/restart.ts'
import { originIn } from '../../store/source/acceptance/origins.ts'

/**
 * Whether a service is there to end: a job, or what another one waits for to complete. What it did once is not done again by the way.
 * One whose policy never lets it complete is none, though others wait for that, as a state from before that was refused may have it.
 */
export function isOneShot(service: V1Service, store: Pick<Store, 'by' | 'fact'>): boolean {
  return isJob(service.spec) || (!isEndless(service.spec.template) && isWaitedToEnd(keyOf(service), store))
}

/** Why one is taken to be there to end. */
export function whyOneShot({ spec }: Pick<V1Service, 'spec'>): string {
  return isJob(spec) ? 'it is a job' : 'others wait for it to complete'
}

/** The services that this one waits for to complete. */
export function waitedToEnd({ metadata: { namespace }, spec }: V1Service): readonly Key[] {
  const ends = (spec.dependsOn ?? []).filter(({ condition }) => condition === 'Completed')
  return ends.map(({ service }) => keyFor(namespace, service))
}

/**
 * Whether another service waits for this one to complete: only that tells it from one that is to stay. One that was applied by itself
 * is known by the files that it was read from.
 */
function isWaitedToEnd(key: Key, store: Pick<Store, 'by' | 'fact'>): boolean {
  if (originIn(store, `Service/${key}`)?.isWaitedToEnd) return true
  return [...store.by('Service', 'dependsOn', key).values()].some((other) => waitedToEnd(other).includes(key))
}
