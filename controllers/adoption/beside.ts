import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { by } from '../../api/v1/language/by.ts'
import { keyOf } from '../../api/v1/names.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { PlacedComposed } from '../../engine/inventory.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { consentOf, isYetToLook } from './records.ts'

/**
 * What docker compose still runs of a service whose stack was adopted, in words, as on a host that was lost while the service was made
 * elsewhere: nobody has named which of the two is to go, so that it is left alone (S4). Undefined where nothing runs beside it, and until
 * it was looked for: what is found then is taken over.
 */
export function besideIt(service: V1Service, { store, inventory }: Pick<Ports, 'store' | 'inventory'>) {
  const { name, namespace = '' } = service.metadata
  if (!consentOf(store, namespace) || isYetToLook(store, namespace, name)) return undefined
  const first = firstComposed(keyOf(service), inventory)
  if (!first) return undefined
  const { node, container } = first
  return `docker compose runs ${container.name} on ${node} beside it, which is left alone: \`docker rm -f ${container.name}\` there removes it`
}

/** The container that docker compose runs for a service, on any node and under any name: of several the first by node and name. */
export function firstComposed(
  service: Key,
  inventory: Pick<Ports['inventory'], 'composedOfService'>,
): PlacedComposed | undefined {
  return inventory.composedOfService(service).toSorted(by(({ node, container }) => `${node} ${container.name}`))[0]
}

/** What is to be known of services that are as declared, by their conditions, in words that name the service: composed beside, or ended. */
export function allBeside(store: Store, isConcerned: (key: Key) => boolean): readonly string[] {
  const types = [conditionTypes.runsBeside, conditionTypes.serverEnded]
  return [...store.list('Service')].flatMap(([key, { status }]) => {
    const said = isConcerned(key) ? types.flatMap((type) => getCondition(status?.conditions, type) ?? []) : []
    return said.map(({ message }) => `Service/${key}: ${message}`)
  })
}
