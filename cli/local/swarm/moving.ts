import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { splitKey } from '../../../api/v1/names.ts'
import { startService, stopOf, stopService } from '../../../controllers/holds/stop.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { Core } from '../open/core.ts'
import type { Move } from './plan-moves.ts'

/** What identifies a move without asking the swarm. */
export type Held = Pick<Move, 'key' | 'name' | 'swarmName'>

/** Marks a service as to be moved and stops it here, while the swarm's runs. The mark is deleted with the service. */
export function hold({ store, clock }: Pick<Core, 'store' | 'clock'>, { key, swarmName }: Held): void {
  store.putFact('swarmMove', key, swarmName)
  stopService(store, key, { now: clock.now(), swarm: swarmName })
}

/** Whether a declared service is held: it waits for its move, or an interrupted move has started it (S6). */
export function isHeld(store: Store, { key }: Held): 'waits' | 'begun' | undefined {
  const service = store.get('Service', key)
  if (!service || isBeingDeleted(service) || store.fact('swarmMove', key) === undefined) return undefined
  return stopOf(store, key) === undefined ? 'begun' : 'waits'
}

/** The held services of a stack. */
export function heldOf(store: Store, stack: string): readonly Held[] {
  return [...store.facts('swarmMove')].flatMap(([key, swarmName]): Held[] => {
    const { namespace, name } = splitKey(key)
    return namespace === stack ? [{ key, name, swarmName: String(swarmName) }] : []
  })
}

/** Ends the hold: the service is up here, or nothing came of the move. */
export function release({ store }: Pick<Core, 'store'>, { key }: Held): void {
  store.putFact('swarmMove', key, undefined)
  startService(store, key)
}
