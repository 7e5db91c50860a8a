import { splitKey } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/** What somebody gave when they paused the rollouts of a service. */
export interface AskedPause {
  /** RFC 3339. */
  readonly since: string
  /** Who paused it, in words. */
  readonly by?: string
  readonly reason?: string
}

/** A pause of a service's rollouts: no further task is replaced, everything else goes on. */
export interface RolloutPause {
  readonly message: string
}

/** Pauses the rollouts of a service; with undefined, resumes them. */
export function setRolloutPause(store: Store, key: Key, asked: AskedPause | undefined): void {
  store.putFact('rolloutPause', key, asked && { ...asked })
}

/** The pause of a service's rollouts; undefined while there is none. */
export function rolloutPauseOf(store: Pick<Store, 'fact'>, key: Key): RolloutPause | undefined {
  const asked = store.fact('rolloutPause', key)
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return undefined
  return { message: messageOf(key, asked as unknown as AskedPause) }
}

function messageOf(key: Key, { since, by, reason }: AskedPause): string {
  const { namespace = '', name } = splitKey(key)
  const why = reason === undefined ? '' : `: ${reason}`
  return `rollouts paused ${by === undefined ? 'by hand' : `by ${by}`} since ${since}${why}; \`reconcile rollout resume ${name} -n ${namespace}\` lets them go on`
}
