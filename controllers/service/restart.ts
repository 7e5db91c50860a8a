import type { V1Service } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { contentReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { ServicePlan } from './plan.ts'
import { replicaOf } from './replica.ts'
import type { ServiceView } from './view.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/**
 * Asks for every task of a service to be replaced by a new one of the same revision; while a restart goes on, it begins anew. The new
 * ones have the anonymous volumes of those before.
 */
export function askRestart(store: Store, key: Key, now: number): void {
  store.putFact('restart', key, { at: timestamp(now) })
}

/** The same, but the new ones have anonymous volumes of their own. Of one that goes on it is known since when that does. */
export function askRenewal(store: Store, key: Key, now: number): void {
  const since = renewingSince(store, key)
  store.putFact('restart', key, { at: timestamp(now), renews: true, ...(since === undefined ? {} : { since }) })
}

/** What runs a service again whose tasks ended for good: no rollout of it failed that could be tried again. */
export function restartCommand({ metadata: { name, namespace } }: Pick<V1Service, 'metadata'>): string {
  return `\`reconcile restart ${name} -n ${namespace}\``
}

/** When the restart was asked for that a service is in, where that renews its anonymous volumes: its tasks bear it. */
export function renewalOf(store: Store, key: Key): string | undefined {
  const at = restartOf(store, key)
  const { renews } = (store.fact('restart', key) ?? {}) as { readonly renews?: unknown }
  return renews === true ? at : undefined
}

/** Whether a renewal goes on that was asked for then, be it that it was asked for again since: no such one is over yet. */
export function isRenewing(store: Store, key: Key, at: string): boolean {
  const [since, last] = [renewingSince(store, key), renewalOf(store, key)]
  return since !== undefined && last !== undefined && since <= at && at <= last
}

function renewingSince(store: Store, key: Key): string | undefined {
  const { since } = (store.fact('restart', key) ?? {}) as { readonly since?: unknown }
  const at = renewalOf(store, key)
  return at !== undefined && typeof since === 'string' ? since : at
}

/** When the restart was asked for that a service is in, RFC 3339: its tasks bear it. Undefined while there is none. */
export function restartOf(store: Pick<Store, 'fact'>, key: Key): string | undefined {
  const restart = store.fact('restart', key)
  if (restart === undefined || restart === null || typeof restart !== 'object' || Array.isArray(restart))
    return undefined
  const { at } = restart as { readonly at?: unknown }
  return typeof at === 'string' ? at : undefined
}

/** Whether its loop has not taken a restart up yet that was asked for. */
export function isRestartAwaited(store: Pick<Store, 'get' | 'fact'>, key: Key): boolean {
  const asked = restartOf(store, key)
  return asked !== undefined && store.get('Service', key)?.status?.rollout?.restartedAt !== asked
}

/** The same of one that it takes up once it looks: while nobody knows what a secret or config of the service holds, it takes up none. */
export function isRestartToCome(store: Store, key: Key): boolean {
  const ready = getCondition(store.get('Service', key)?.status?.conditions, conditionTypes.ready)
  return isRestartAwaited(store, key) && !contentReasons.has(ready?.reason ?? '')
}

/** Whether nothing of before a restart is left, so that nobody needs to know of it any more. */
export function isRestarted({ restart, tasks }: ServiceView, { rollout, actions }: ServicePlan): boolean {
  if (restart === undefined || actions.length > 0) return false
  if (rollout.state !== 'Completed' && rollout.state !== 'RolledBack') return false
  return tasks.map(replicaOf).every((replica) => replica.retiring || replica.restart === restart)
}

/** Forgets a restart, as it is over. */
export function dropRestart(store: Store, key: Key): void {
  if (restartOf(store, key) !== undefined) store.putFact('restart', key, undefined)
}
