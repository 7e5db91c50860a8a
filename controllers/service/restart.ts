import type { V1Service } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { contentReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { ServicePlan } from './plan.ts'
import { replicaOf } from './replica.ts'
import type { ServiceView } from './view.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/**
 * Asks to replace every task of a service by a new one of the same revision; a restart under way begins anew. The new tasks keep the
 * anonymous volumes of the old ones.
 */
export function askRestart(store: Store, key: Key, now: number): void {
  store.putFact('restart', key, { at: timestamp(now) })
}

/** As `askRestart`, but the new tasks get new anonymous volumes. `since` keeps when the renewal under way was first asked for. */
export function askRenewal(store: Store, key: Key, now: number): void {
  const since = renewingSince(store, key)
  store.putFact('restart', key, { at: timestamp(now), renews: true, ...(since === undefined ? {} : { since }) })
}

/** The command that runs a service again whose tasks ended for good: there is no failed rollout to retry. */
export function restartCommand({ metadata: { name, namespace } }: Pick<V1Service, 'metadata'>): string {
  return `\`reconcile restart ${name} -n ${namespace}\``
}

/** The id of the restart under way, if it renews anonymous volumes: the time of its request, which its tasks bear. */
export function renewalOf(store: Store, key: Key): string | undefined {
  return requestOf(store, key)['renews'] === true ? restartOf(store, key) : undefined
}

/** Whether the renewal asked for at `at` is still under way, even if it was asked for again since. */
export function isRenewing(store: Store, key: Key, at: string): boolean {
  const [since, last] = [renewingSince(store, key), renewalOf(store, key)]
  return since !== undefined && last !== undefined && since <= at && at <= last
}

function renewingSince(store: Store, key: Key): string | undefined {
  const { since } = requestOf(store, key)
  const at = renewalOf(store, key)
  return at !== undefined && typeof since === 'string' ? since : at
}

/** The id of the restart under way: the time of its request, RFC 3339, which its tasks bear. Undefined while there is none. */
export function restartOf(store: Pick<Store, 'fact'>, key: Key): string | undefined {
  const { at } = requestOf(store, key)
  return typeof at === 'string' ? at : undefined
}

function requestOf(store: Pick<Store, 'fact'>, key: Key): Readonly<Record<string, unknown>> {
  const fact = store.fact('restart', key)
  return isMap(fact) ? fact : {}
}

/** Whether a restart was asked for that the service loop has not taken up yet. */
export function isRestartAwaited(store: Pick<Store, 'get' | 'fact'>, key: Key): boolean {
  const asked = restartOf(store, key)
  return asked !== undefined && store.get('Service', key)?.status?.rollout?.restartedAt !== asked
}

/** The same, but only where the loop takes the restart up at its next look: it waits while the content of a Secret or Config is unknown. */
export function isRestartToCome(store: Store, key: Key): boolean {
  const ready = getCondition(store.get('Service', key)?.status?.conditions, conditionTypes.ready)
  return isRestartAwaited(store, key) && !contentReasons.has(ready?.reason ?? '')
}

/** Whether a restart is complete, with no task from before it, so that it can be forgotten. */
export function isRestarted({ restart, tasks }: ServiceView, { rollout, actions }: ServicePlan): boolean {
  if (restart === undefined || actions.length > 0) return false
  if (rollout.state !== 'Completed' && rollout.state !== 'RolledBack') return false
  return tasks.map(replicaOf).every((replica) => replica.retiring || replica.restart === restart)
}

/** Forgets a completed restart. */
export function dropRestart(store: Store, key: Key): void {
  if (restartOf(store, key) !== undefined) store.putFact('restart', key, undefined)
}
