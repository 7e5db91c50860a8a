import type { V1Service } from '../../api/v1/generated/types.ts'
import { type TaskIdentity, taskName } from '../../api/v1/language/hash.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'
import type { Ports } from '../runtime/ports.ts'

/** When a deleted service's name is forgotten, ms: 30 days after the end, if nothing of it is left anywhere. */
const FORGOTTEN_MS = 30 * 24 * 3_600_000

/**
 * The number of times that a service of this name was deleted, or left a task behind on a node that can't be seen. Part of task ids, so
 * that a new task is never taken for an old one.
 */
export function incarnationOf(service: V1Service, store: Store): number {
  return endsIn(store.fact('seen', factOf(keyOf(service)))).ends
}

/** The name of a service's task: a hash of its identity. */
export function taskNameOf(
  service: V1Service,
  identity: Pick<TaskIdentity, 'slot' | 'revision' | 'attempt' | 'restart'>,
  store: Store,
): string {
  const { namespace: stack = '', name } = service.metadata
  return taskName({ ...identity, stack, service: name, incarnation: incarnationOf(service, store) })
}

/**
 * The name of a slot's next task, with its attempt number: the first one from `attempt` on whose name no task and no container has. Adopted
 * tasks have the names in their containers' labels, whatever attempt these were.
 */
export function freeTaskName(
  service: V1Service,
  { attempt: first, ...identity }: Pick<TaskIdentity, 'slot' | 'revision' | 'attempt' | 'restart'>,
  { store, inventory }: Pick<Ports, 'store' | 'inventory'>,
): { readonly name: string; readonly attempt: number } {
  for (let attempt = first; ; attempt++) {
    const name = taskNameOf(service, { ...identity, attempt }, store)
    const isTaken = store.get('Task', keyFor(service.metadata.namespace, name)) !== undefined
    if (!isTaken && inventory.containersOf(name).length === 0) return { name, attempt }
  }
}

/** Records that a service has ended, and forgets services that ended long ago: preview stacks use new names every day. */
export function noteEnd(service: V1Service, ports: Pick<Ports, 'store' | 'inventory' | 'clock'>): void {
  const { store, inventory, clock } = ports
  const at = clock.now()
  nextIncarnation(service, ports)
  // Hosts that do not answer may still have containers of them.
  if (inventory.hosts().some(({ synced, unreachable }) => !synced || unreachable !== undefined)) return
  for (const [fact, value] of [...store.facts('seen')]) {
    const { ends, since } = endsIn(value)
    if (since === undefined) store.putFact('seen', fact, { ends, at })
    else if (at - since >= FORGOTTEN_MS && isGone(fact.slice(factOf('').length), ports))
      store.putFact('seen', fact, undefined)
  }
}

/** Starts a new incarnation: later tasks share no name with earlier ones. */
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

/** How often the service ended, and when last; older versions stored only the number. */
function endsIn(fact: Json | undefined): { readonly ends: number; readonly since?: number } {
  if (typeof fact === 'number') return { ends: fact }
  const { ends, at } = (fact ?? {}) as { readonly ends?: number; readonly at?: number }
  return { ends: ends ?? 0, ...(at === undefined ? {} : { since: at }) }
}
