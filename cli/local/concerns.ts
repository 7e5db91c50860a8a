import type { Kind } from '../../api/v1/kinds.ts'
import { serviceKeyOf, splitKey } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/** Whether a command is about an object: then its loops act on it, and the command waits for it. */
export type Concerns = (key: Key, kind: Kind) => boolean

/** Objects of these stacks, and cluster-wide ones. */
export function concernOf(stacks: readonly string[]): (key: Key) => boolean {
  const wanted = new Set(stacks)
  return (key) => {
    const { namespace } = splitKey(key)
    return namespace === undefined || wanted.has(namespace)
  }
}

/** As `concernOf`, but of services only these, with their tasks. */
export function concernOfServices(store: Store, stacks: readonly string[], services: ReadonlySet<Key>): Concerns {
  const within = concernOf(stacks)
  return (key, kind) => {
    if (!within(key)) return false
    if (kind === 'Service') return services.has(key)
    if (kind !== 'Task') return true
    const task = store.get('Task', key)
    return task !== undefined && services.has(serviceKeyOf(task))
  }
}
