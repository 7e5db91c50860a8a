import { splitKey } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** That a person stopped a service, in words. */
export interface Stop {
  readonly message: string
  /** The Swarm service that runs in its place until it is moved. */
  readonly swarm?: string
}

/** Keeps a service without tasks until it is started, or moved from Swarm. */
export function stopService(store: Store, key: Key, { now, swarm }: { now: number; swarm?: string }): void {
  store.putFact('stop', key, { at: timestamp(now), ...(swarm === undefined ? {} : { swarm }) })
}

/** Ends a stop: the service has tasks again. */
export function startService(store: Store, key: Key): void {
  store.putFact('stop', key, undefined)
}

/** The stop of a service; undefined when it is not stopped. */
export function stopOf(store: Store, key: Key): Stop | undefined {
  const stop = store.fact('stop', key)
  if (!isMap(stop)) return undefined
  const { at, swarm } = stop
  const { namespace = '', name } = splitKey(key)
  if (typeof swarm === 'string') {
    const remedy = `\`reconcile adopt --from-swarm ${namespace} -f FILE|DIR\` moves it`
    return { message: `${swarm} of the swarm is to run in its place: ${remedy}`, swarm }
  }
  const since = typeof at === 'string' ? ` since ${at}` : ''
  return { message: `stopped by hand${since}; \`reconcile start service/${name} -n ${namespace}\` runs it again` }
}
