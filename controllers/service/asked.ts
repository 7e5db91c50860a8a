import type { FactFamily, Key, Store } from '../../store/objects/store.ts'

/** The families of facts by which people ask something of a service, keyed by `stack/service`; a pause may also name a whole stack. */
export const askedOfServices: ReadonlySet<FactFamily> = new Set([
  'pause',
  'retry',
  'restart',
  'stop',
  'rolloutPause',
  'swarmMove',
])

/** Forgets all that was asked of a service, at its end. */
export function forgetAsked(store: Store, key: Key): void {
  for (const family of askedOfServices) if (store.fact(family, key) !== undefined) store.putFact(family, key, undefined)
}
