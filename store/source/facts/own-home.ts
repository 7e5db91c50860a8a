import { LOCAL_NODE } from '../../../api/v1/names.ts'
import type { Store } from '../../objects/store.ts'

const OWN_HOME = ['meta', 'ownHome'] as const

/** Notes the volume of the local node that serve's own container has as its home; undefined where it is none. */
export function noteOwnHome(store: Store, volume: string | undefined): void {
  if (store.fact(...OWN_HOME) !== volume) store.putFact(...OWN_HOME, volume)
}

/** A volume as hosts have it. */
export interface VolumeOnHosts {
  readonly name: string
  readonly nodes: readonly string[]
}

/** Words on what deletes a volume that stays on hosts. For the one with the whole state of the serve that ran last, nothing does. */
export function volumeGoesBy({ name, nodes }: VolumeOnHosts, store: Pick<Store, 'fact'>): string {
  const isOwnHome = nodes.includes(LOCAL_NODE) && store.fact(...OWN_HOME) === name
  return isOwnHome
    ? 'it is the home of this serve, with all its state'
    : `\`docker volume rm ${name}\` there deletes it`
}
