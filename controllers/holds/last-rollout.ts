import type { Store } from '../../store/objects/store.ts'

/** When the last rollout began of which this state knows by a backup alone, ms since the epoch. */
export const LAST_ROLLOUT = ['meta', 'lastRollout'] as const

/** The same; undefined where this state comes of no backup. A later rollout is of this state, whichever nodes have answered since. */
export function lastRolloutOfBackup(store: Pick<Store, 'fact'>): number | undefined {
  const noted = store.fact(...LAST_ROLLOUT)
  return typeof noted === 'number' ? noted : undefined
}

/** When the last rollout of all services began, ms since the epoch; 0 where there was none. */
export function lastRollout(store: Pick<Store, 'list'>): number {
  let last = 0
  for (const { status } of store.list('Service').values()) {
    const startedAt = Date.parse(status?.rollout?.startedAt ?? '')
    if (startedAt > last) last = startedAt
  }
  return last
}
