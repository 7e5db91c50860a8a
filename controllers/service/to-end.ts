import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/** The services that this one waits for to complete. */
export function waitedToEnd({ metadata: { namespace }, spec }: V1Service): readonly Key[] {
  const ends = (spec.dependsOn ?? []).filter(({ condition }) => condition === 'Completed')
  return ends.map(({ service }) => keyFor(namespace, service))
}

/** Whether another service waits for this one to complete: only that tells it from one that is to stay. */
export function isWaitedToEnd(key: Key, store: Pick<Store, 'by'>): boolean {
  return [...store.by('Service', 'dependsOn', key).values()].some((other) => waitedToEnd(other).includes(key))
}
