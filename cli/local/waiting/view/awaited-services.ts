import { getCondition } from '../../../../api/v1/conditions.ts'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../../../api/v1/names.ts'
import { referencesOf } from '../../../../api/v1/references.ts'
import { otherServiceReasons } from '../../../../api/v1/reason-groups.ts'
import { conditionTypes } from '../../../../api/v1/reasons.ts'
import { isStopped } from '../../../../api/v1/stopped.ts'
import { sharedServices } from '../../../../api/v1/template-refs.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import type { Key, Store } from '../../../../store/objects/store.ts'
import { resourceIdOf, type ResourceId } from '../../../../store/source/reading/reading.ts'

/** Returns the named services and, transitively, those that they wait for now. What is wrong with any other does not end the wait. */
export function awaitedServices(store: Pick<Store, 'get' | 'by'>, named: ReadonlySet<Key>): ReadonlySet<Key> {
  const awaited = new Set<Key>()
  const pending = [...named]
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    if (awaited.has(key)) continue
    awaited.add(key)
    const service = store.get('Service', key)
    // A named service that is stopped waits for nothing: what it depends on is named with it.
    if (!service || !(waitsForOthers(store, service) || (isStopped(service) && !named.has(key)))) continue
    const { dependsOn = [], template } = service.spec
    const others = [...dependsOn.map((each) => each.service), ...sharedServices(template)]
    pending.push(...others.map((name) => keyFor(service.metadata.namespace, name)))
  }
  return awaited
}

/**
 * Whether a service, or a live task of it, reports that it waits for another service. A task may while its old tasks keep the service
 * ready.
 */
function waitsForOthers(store: Pick<Store, 'by'>, service: V1Service): boolean {
  const ready = getCondition(service.status?.conditions, conditionTypes.ready)
  if (otherServiceReasons.has(ready?.reason ?? '') && ready?.status !== 'True') return true
  const live = [...store.by('Task', 'service', keyOf(service)).values()].filter((task) => !isRetiring(task))
  return live.some(({ status }) => otherServiceReasons.has(status?.reason ?? ''))
}

/**
 * Returns what must be gone and, transitively, the services being deleted that refer to it. These stop first, and what holds up one of them
 * holds up the rest.
 */
export function leavingAfter(
  store: Pick<Store, 'by'>,
  leaving: readonly ResourceId[],
  stacks: readonly string[],
): ReadonlySet<ResourceId> {
  const going = stacks.flatMap((stack) => [...store.by('Service', 'namespace', stack).values()]).filter(isBeingDeleted)
  const all = new Set(leaving)
  // Iterating a Set also visits what is added meanwhile.
  for (const id of all)
    for (const service of going) {
      const named = referencesOf(service).map(({ kind, name }) => `${kind}/${keyFor(service.metadata.namespace, name)}`)
      if (named.includes(id)) all.add(resourceIdOf(service))
    }
  return all
}
