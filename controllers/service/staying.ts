import type { Key, Store } from '../../store/objects/store.ts'
import type { ServiceView } from './view.ts'

const services = new WeakMap<Store, Set<Key>>()

/** Notes whether a service has tasks that are to leave their nodes and have no other place yet. */
export function noteStaying(store: Store, key: Key, { staying, paused }: ServiceView): void {
  const noted = services.get(store) ?? new Set()
  services.set(store, noted)
  if (staying && !paused) noted.add(key)
  else noted.delete(key)
}

/** The services that had such tasks when they were last looked at. */
export function servicesStaying(store: Store): ReadonlySet<Key> {
  return services.get(store) ?? new Set()
}
