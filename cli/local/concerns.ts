import type { Kind } from '../../api/v1/kinds.ts'
import { serviceKeyOf, splitKey } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/** Which objects a command is about: their loops act for it, and it waits for them. */
export type Concerns = (key: Key, kind: Kind) => boolean

/** Those of these stacks; cluster-wide objects concern everybody. */
export function concernOf(stacks: readonly string[]): (key: Key) => boolean {
  const wanted = new Set(stacks)
  return (key) => {
    const { namespace } = splitKey(key)
    return namespace === undefined || wanted.has(namespace)
  }
}

/** The same, of their services these alone. */
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
