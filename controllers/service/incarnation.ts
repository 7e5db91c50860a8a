import type { V1Service } from '../../api/v1/generated/types.ts'
import { type TaskIdentity, taskName } from '../../api/v1/language/hash.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'
import type { Ports } from '../runtime/ports.ts'

/** A name of which nothing was left anywhere for so long is as one that never was, ms: 30 days. */
const FORGOTTEN_MS = 30 * 24 * 3_600_000

/**
 * How often a service of this name was deleted before, or left a task behind on a node that is gone: part of its tasks' identity, so
 * that a new one is never taken for the old.
 */
export function incarnationOf(service: V1Service, store: Store): number {
  return endsIn(store.fact('seen', factOf(keyOf(service)))).ends
}

/** The name of a service's task: a hash of what makes it that one. */
export function taskNameOf(
  service: V1Service,
  identity: Pick<TaskIdentity, 'slot' | 'revision' | 'attempt'>,
  store: Store,
): string {
  const { namespace: stack = '', name } = service.metadata
  return taskName({ ...identity, stack, service: name, incarnation: incarnationOf(service, store) })
}

/** Notes that a service has ended, and forgets those that ended long ago: stacks of previews have new names each day. */
export function noteEnd(service: V1Service, ports: Pick<Ports, 'store' | 'inventory' | 'clock'>): void {
  const { store, inventory, clock } = ports
  const at = clock.now()
  nextIncarnation(service, ports)
  // What a host that does not answer has left of one is not known.
  if (inventory.hosts().some(({ synced, unreachable }) => !synced || unreachable !== undefined)) return
  for (const [fact, value] of [...store.facts('seen')]) {
    const { ends, since } = endsIn(value)
    if (since === undefined) store.putFact('seen', fact, { ends, at })
    else if (at - since >= FORGOTTEN_MS && isGone(fact.slice(factOf('').length), ports))
      store.putFact('seen', fact, undefined)
  }
}

/** From now on no task has the name of one of before. */
export function nextIncarnation(service: V1Service, { store, clock }: Pick<Ports, 'store' | 'clock'>): void {
  store.putFact('seen', factOf(keyOf(service)), { ends: incarnationOf(service, store) + 1, at: clock.now() })
}

function isGone(key: string, { store, inventory }: Pick<Ports, 'store' | 'inventory'>): boolean {
  const isThere = store.get('Service', key) !== undefined || store.by('Task', 'service', key).size > 0
  return !isThere && inventory.containersOfService(key).length === 0
}

function factOf(key: string): string {
  return `Service/${key}`
}

/** How often it ended, and when it did last; a home of before has the number alone. */
function endsIn(fact: Json | undefined): { readonly ends: number; readonly since?: number } {
  if (typeof fact === 'number') return { ends: fact }
  const { ends, at } = (fact ?? {}) as { readonly ends?: number; readonly at?: number }
  return { ends: ends ?? 0, ...(at === undefined ? {} : { since: at }) }
}
