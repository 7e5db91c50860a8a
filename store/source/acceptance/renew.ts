import type { V1Config, V1DeliveryOnNode, V1Network, V1Secret } from '../../../api/v1/generated/types.ts'
import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import type { Store } from '../../objects/store.ts'

/** What its users alone hold: they stay as it is declared again, so that its deletion would never end. */
export type Renewable = V1Secret | V1Config | V1Network

/** Whether an object is of a kind whose deletion ends when it is declared again. */
export function isRenewable(object: ObjectOf): object is Renewable {
  return isContent(object) || object.kind === 'Network'
}

/** Ends a deletion and makes the object anew. The new one knows what was known of the old one on the hosts. */
export function renew(store: Store, live: Renewable, object: ObjectOf): void {
  const { finalizers = [] } = live.metadata
  store.update(live.kind, keyOf(live), (draft) => {
    draft.metadata.finalizers = []
  })
  const anew = { ...object, metadata: { ...object.metadata, finalizers }, status: knownOf(live) } as ObjectOf
  store.create(anew.kind, anew)
}

/** Of bytes, where they may be: whether they are there is looked at. */
function knownOf(live: Renewable): ObjectOf['status'] {
  if (live.kind === 'Network') return pick(live.status ?? {}, ['driver'])
  const { nodes = [], ...status } = live.status ?? {}
  return { ...pick(status, ['contentHash']), nodes: nodes.map(perhaps) }
}

function perhaps(entry: V1DeliveryOnNode): V1DeliveryOnNode {
  return { ...entry, state: 'Unknown' }
}
