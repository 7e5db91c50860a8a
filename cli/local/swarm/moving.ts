import { startService, stopOf, stopService } from '../../../controllers/runtime/stop.ts'
import type { Core } from '../open/core.ts'
import type { Move } from './plan-moves.ts'

/** Notes that a service is to be moved, and keeps it without tasks: the swarm's runs in its place. */
export function hold({ store, clock }: Core, { key, swarmName }: Move): void {
  store.putFact('adoption', noteOf(key), swarmName)
  stopService(store, key, { now: clock.now(), swarm: swarmName })
}

/** Whether it is not up here yet: it waits for its turn, or was begun by a move that ended in the middle (S6). */
export function isHeld({ store }: Core, { key }: Move): 'waits' | 'begun' | undefined {
  if (store.fact('adoption', noteOf(key)) === undefined) return undefined
  return stopOf(store, key) === undefined ? 'begun' : 'waits'
}

/** It is up here, or nothing came of it. */
export function release({ store }: Core, { key }: Move): void {
  store.putFact('adoption', noteOf(key), undefined)
  startService(store, key)
}

function noteOf(key: string): string {
  return `Moving/${key}`
}
