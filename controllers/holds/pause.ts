import { keyFor, splitKey } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** A pause that a person asked for. */
export interface Pause {
  readonly message: string
  /** When it ends by itself, ms since the epoch; absent: not before somebody ends it. */
  readonly until?: number
}

/** The pause of a service or of its stack; undefined without one, or when it has ended. */
export function pauseOf(
  store: Store,
  service: { readonly namespace?: string | undefined; readonly name: string },
  now: number,
): Pause | undefined {
  const { namespace, name } = service
  if (store.facts('pause').size === 0) return undefined
  return pauseIn(store, keyFor(namespace, name), now) ?? pauseIn(store, namespace ?? '', now)
}

/** Pauses a service, or a stack with all its services, by key; without `pause` it resumes. */
export function setPause(store: Store, key: string, pause: { until?: number; reason?: string } | undefined): void {
  store.putFact('pause', key, pause)
}

function pauseIn(store: Store, key: string, now: number): Pause | undefined {
  const pause = store.fact('pause', key)
  if (!isMap(pause)) return undefined
  const { reason, until } = pause as { reason?: string; until?: number }
  if (until !== undefined && until <= now) return undefined
  const end = until === undefined ? '' : ` until ${timestamp(until)}`
  const message = `paused${end}${reason ? `: ${reason}` : ' by hand'}; \`reconcile resume ${nameOf(key)}\` ends it`
  return { message, ...(until === undefined ? {} : { until }) }
}

function nameOf(key: string): string {
  const { namespace, name } = splitKey(key)
  return namespace === undefined ? `stack/${name}` : `service/${name} -n ${namespace}`
}
