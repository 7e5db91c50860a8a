import type { FactFamily, Key, Store } from '../../store/objects/store.ts'

const ofServices = ['retry', 'restart', 'stop', 'rolloutPause', 'swarmMove'] as const

/** Facts that people ask for of services, by `stack/service`; a pause is of whole stacks too. */
export const askedOfServices: ReadonlySet<FactFamily> = new Set(['pause', ...ofServices])

/** Forgets what was asked of a service, with its end. */
export function forgetAsked(store: Store, key: Key): void {
  for (const family of ofServices) if (store.fact(family, key) !== undefined) store.putFact(family, key, undefined)
}
