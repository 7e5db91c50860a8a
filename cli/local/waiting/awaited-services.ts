import { getCondition } from '../../../api/v1/conditions.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { referencesOf } from '../../../api/v1/references.ts'
import { otherServiceReasons } from '../../../api/v1/reason-groups.ts'
import { conditionTypes } from '../../../api/v1/reasons.ts'
import { isStopped } from '../../../api/v1/stopped.ts'
import { sharedServices } from '../../../api/v1/template-refs.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import { resourceIdOf, type ResourceId } from '../../../store/source/reading/reading.ts'

/** These services, and those that one of them waits for now: what becomes of any other is no matter of theirs. */
export function awaitedServices(store: Pick<Store, 'get'>, named: ReadonlySet<Key>): ReadonlySet<Key> {
  const awaited = new Set<Key>()
  const pending = [...named]
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    if (awaited.has(key)) continue
    awaited.add(key)
    const service = store.get('Service', key)
    const ready = getCondition(service?.status?.conditions, conditionTypes.ready)
    // What is stopped itself waits for nothing: what it depends on is named with it.
    const waits = otherServiceReasons.has(ready?.reason ?? '') && ready?.status !== 'True'
    if (!service || !(waits || (isStopped(service) && !named.has(key)))) continue
    const { dependsOn = [], template } = service.spec
    const others = [...dependsOn.map((each) => each.service), ...sharedServices(template)]
    pending.push(...others.map((name) => keyFor(service.metadata.namespace, name)))
  }
  return awaited
}

/** What is to be gone, and the services, going as well, that refer to one of it: they stop first, and what holds one of them holds it. */
export function leavingAfter(
  store: Pick<Store, 'by'>,
  leaving: readonly ResourceId[],
  stacks: readonly string[],
): ReadonlySet<ResourceId> {
  const going = stacks.flatMap((stack) => [...store.by('Service', 'namespace', stack).values()]).filter(isBeingDeleted)
  const all = new Set(leaving)
  // A set goes on to what is added to it meanwhile.
  for (const id of all)
    for (const service of going) {
      const named = referencesOf(service).map(({ kind, name }) => `${kind}/${keyFor(service.metadata.namespace, name)}`)
      if (named.includes(id)) all.add(resourceIdOf(service))
    }
  return all
}
