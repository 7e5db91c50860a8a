import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { isChecked } from '../../api/v1/is-checked.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { isEndless } from '../task/plan/restart.ts'
import { originIn } from '../../store/source/acceptance/origins.ts'

/**
 * Whether a service is meant to end: it is a job, or another service waits for it to complete. Its work is not repeated unasked. False
 * where its restart policy never lets it complete, as older stored state may have it.
 */
export function isOneShot(service: V1Service, store: Pick<Store, 'by' | 'fact'>): boolean {
  return isJob(service.spec) || (!isEndless(service.spec.template) && isWaitedToEnd(keyOf(service), store))
}

/**
 * Whether a service is known to serve, so that its work is never done: it publishes ports or checks its health, or another one waits for it
 * to be started or healthy.
 */
export function isServing(service: V1Service, store: Pick<Store, 'by' | 'fact'>): boolean {
  if (isOneShot(service, store)) return false
  const { template } = service.spec
  return (template.ports ?? []).length > 0 || isChecked(template) || isNeededUp(service, store)
}

function isNeededUp(service: V1Service, store: Pick<Store, 'by'>): boolean {
  const { name } = service.metadata
  return [...store.by('Service', 'dependsOn', keyOf(service)).values()].some(({ spec }) =>
    spec.dependsOn?.some((each) => each.service === name && each.condition !== 'Completed'),
  )
}

/** Why a service is meant to end, in words. */
export function whyOneShot({ spec }: Pick<V1Service, 'spec'>): string {
  return isJob(spec) ? 'it is a job' : 'others wait for it to complete'
}

/** The services that this one waits for to complete. */
export function waitedToEnd({ metadata: { namespace }, spec }: V1Service): readonly Key[] {
  const ends = (spec.dependsOn ?? []).filter(({ condition }) => condition === 'Completed')
  return ends.map(({ service }) => keyFor(namespace, service))
}

/** The services that another one starts or ceases to wait for to complete, by a change of it. */
export function turnedToEnd({ before, after }: Change<V1Service>): readonly Key[] {
  const [was, is] = [before, after].map((service) => new Set(service && waitedToEnd(service)))
  return [...(was ?? []), ...(is ?? [])].filter((key) => was?.has(key) !== is?.has(key))
}

/**
 * Whether another service waits for this one to complete; its own spec does not tell. Where it was applied by itself, the record of its
 * source files tells.
 */
function isWaitedToEnd(key: Key, store: Pick<Store, 'by' | 'fact'>): boolean {
  if (originIn(store, `Service/${key}`)?.isWaitedToEnd) return true
  return [...store.by('Service', 'dependsOn', key).values()].some((other) => waitedToEnd(other).includes(key))
}
