import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { splitKey } from '../../../api/v1/names.ts'
import { startService, stopOf, stopService } from '../../../controllers/holds/stop.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { Core } from '../open/core.ts'
import type { Move } from './plan-moves.ts'

/** What is known of a move without the swarm. */
export type Held = Pick<Move, 'key' | 'name' | 'swarmName'>

/** Notes that a service is to be moved, and keeps it without tasks: the swarm's runs in its place. The note ends with the service. */
export function hold({ store, clock }: Pick<Core, 'store' | 'clock'>, { key, swarmName }: Held): void {
  store.putFact('swarmMove', key, swarmName)
  stopService(store, key, { now: clock.now(), swarm: swarmName })
}

/** Whether a service that is declared is not up here yet: it waits for its turn, or was begun by a move that ended in the middle (S6). */
export function isHeld(store: Store, { key }: Held): 'waits' | 'begun' | undefined {
  const service = store.get('Service', key)
  if (!service || isBeingDeleted(service) || store.fact('swarmMove', key) === undefined) return undefined
  return stopOf(store, key) === undefined ? 'begun' : 'waits'
}

/** What is held of a stack. */
export function heldOf(store: Store, stack: string): readonly Held[] {
  return [...store.facts('swarmMove')].flatMap(([key, swarmName]): Held[] => {
    const { namespace, name } = splitKey(key)
    return namespace === stack ? [{ key, name, swarmName: String(swarmName) }] : []
  })
}

/** It is up here, or nothing came of it. */
export function release({ store }: Pick<Core, 'store'>, { key }: Held): void {
  store.putFact('swarmMove', key, undefined)
  startService(store, key)
}
