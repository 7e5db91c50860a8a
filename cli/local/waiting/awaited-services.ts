import { getCondition } from '../../../api/v1/conditions.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import type { Key, Store } from '../../../store/objects/store.ts'

/** These services, and those that one of them waits for now: what becomes of any other is no matter of theirs. */
export function awaitedServices(store: Pick<Store, 'get'>, named: ReadonlySet<Key>): ReadonlySet<Key> {
  const awaited = new Set<Key>()
  const pending = [...named]
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    if (awaited.has(key)) continue
    awaited.add(key)
    const service = store.get('Service', key)
    const ready = getCondition(service?.status?.conditions, conditionTypes.ready)
    if (!service || ready?.status === 'True' || ready?.reason !== taskReasons.waitingForDependency) continue
    pending.push(...(service.spec.dependsOn ?? []).map((each) => keyFor(service.metadata.namespace, each.service)))
  }
  return awaited
}
