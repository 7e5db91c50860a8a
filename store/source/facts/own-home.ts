import type { Store } from '../../objects/store.ts'

const OWN_HOME = ['meta', 'ownHome'] as const

/** Notes the volume of the local node that serve's own container has as its home; undefined where it is none. */
export function noteOwnHome(store: Store, volume: string | undefined): void {
  if (store.fact(...OWN_HOME) !== volume) store.putFact(...OWN_HOME, volume)
}

/** The volume of the local node that has the whole state of the serve that ran last. */
export function ownHome(store: Pick<Store, 'fact'>): string | undefined {
  const volume = store.fact(...OWN_HOME)
  return typeof volume === 'string' ? volume : undefined
}
