import type { V1Config, V1DeliveryOnNode, V1Network, V1Secret, V1Volume } from '../../../api/v1/generated/types.ts'
import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import type { Store } from '../../objects/store.ts'

/**
 * What its users alone hold: they stay as it is declared again, so that its deletion would never end. Of a Volume the data is there as
 * long as its object is, and whoever declares it again wants it (S4).
 */
export type Renewable = V1Secret | V1Config | V1Network | V1Volume

/** Whether an object is of a kind whose deletion ends when it is declared again. */
export function isRenewable(object: ObjectOf): object is Renewable {
  return isContent(object) || object.kind === 'Network' || object.kind === 'Volume'
}

/**
 * Ends a deletion and makes the object anew. The new one knows what was known of the old one on the hosts, and not that data was to go:
 * that was said of the old one.
 */
export function renew(store: Store, live: Renewable, object: ObjectOf): void {
  const kept = (live.metadata.finalizers ?? []).filter((name) => name !== finalizers.volumeData)
  store.update(live.kind, keyOf(live), (draft) => {
    draft.metadata.finalizers = []
  })
  const anew = { ...object, metadata: { ...object.metadata, finalizers: kept }, status: knownOf(live) } as ObjectOf
  store.create(anew.kind, anew)
}

/** Of bytes, where they may be: whether they are there is looked at. Of a volume, where it was: without that its absence would be no loss. */
function knownOf(live: Renewable): ObjectOf['status'] {
  if (live.kind === 'Network') return pick(live.status ?? {}, ['driver'])
  if (live.kind === 'Volume') return pick(live.status ?? {}, ['hostName', 'nodes'])
  const { nodes = [], ...status } = live.status ?? {}
  return { ...pick(status, ['contentHash']), nodes: nodes.map(perhaps) }
}

function perhaps(entry: V1DeliveryOnNode): V1DeliveryOnNode {
  return { ...entry, state: 'Unknown' }
}
