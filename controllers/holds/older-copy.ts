import type { V1OlderCopy } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, splitKey } from '../../api/v1/names.ts'
import type { Ports } from '../runtime/ports.ts'
import { rulesOut } from '../scheduler/filters.ts'
import { olderOn } from '../data/last-mounted.ts'
import { restartWith } from '../data/pins.ts'

/** The declared nodes with older data of a volume, or that had it and were not listed yet; the newest data first. */
export function olderThere(key: string, { store, inventory }: Pick<Ports, 'store' | 'inventory'>): readonly string[] {
  const volume = store.get('Volume', key)
  if (!volume) return []
  return olderOn(key, store).filter((node) => {
    const host = inventory.host(node)
    return store.get('Node', node) && (!host?.synced || host.volumes.has(hostNameOf(volume)))
  })
}

/**
 * The node with older data of a volume that services can go on with: the first that may run all of them, else the first of all, with what
 * has to be changed before. Undefined if no node has older data.
 */
export function olderCopy(
  key: string,
  services: readonly string[],
  ports: Pick<Ports, 'store' | 'inventory'>,
): V1OlderCopy | undefined {
  const { store } = ports
  const copies = olderThere(key, ports).map((name): V1OlderCopy => {
    const node = store.get('Node', name)
    const refusals = services.flatMap((each) => {
      const service = store.get('Service', keyFor(splitKey(key).namespace, each))
      const why = node && service && rulesOut(node, service)
      return why === undefined ? [] : [`${name} may not run ${each} (${why})`]
    })
    const [refusal] = refusals
    return { node: name, services: [...services], ...(refusal === undefined ? {} : { refusal }) }
  })
  return copies.find(({ refusal }) => refusal === undefined) ?? copies[0]
}

/** Says which node has older data, and how the services go on with it. */
export function olderCopyWords({ node, services, refusal }: V1OlderCopy, stack: string | undefined): string {
  const first = refusal === undefined ? ':' : `, and ${refusal}: change that first, then`
  return `what ${node} has is older${first} ${restartWith(services, stack)} goes on with that`
}
