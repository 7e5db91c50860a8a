import { getCondition } from '../../../api/v1/conditions.ts'
import type {
  V1Config,
  V1DeliveryOnNode,
  V1Network,
  V1Secret,
  V1Service,
  V1Volume,
} from '../../../api/v1/generated/types.ts'
import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { conditionTypes, holdReasons } from '../../../api/v1/reasons.ts'
import type { Store } from '../../objects/store.ts'

/**
 * Kinds whose deletion waits only for their users. Declared again, the users stay, so the deletion would never end. A Volume's data exists
 * as long as its object, and whoever declares it again wants it (S4). Of a Service, only the one of which nothing is left but the container
 * that serve runs in: that does not end by itself.
 */
export type Renewable = V1Secret | V1Config | V1Network | V1Service | V1Volume

/** Whether declaring this object again ends its deletion. */
export function isRenewable(object: ObjectOf): object is Renewable {
  if (object.kind === 'Service')
    return getCondition(object.status?.conditions, conditionTypes.ready)?.reason === holdReasons.ownContainer
  return isContent(object) || object.kind === 'Network' || object.kind === 'Volume'
}

/**
 * Ends a deletion and creates the object again. The new object keeps what was known of the old one on the hosts, but not the request to
 * delete its data.
 */
export function renew(store: Store, live: Renewable, object: ObjectOf): void {
  const kept = (live.metadata.finalizers ?? []).filter((name) => name !== finalizers.volumeData)
  store.update(live.kind, keyOf(live), (draft) => {
    draft.metadata.finalizers = []
  })
  const anew = { ...object, metadata: { ...object.metadata, finalizers: kept }, status: knownOf(live) } as ObjectOf
  store.create(anew.kind, anew)
}

/**
 * The status to keep, none for a Service. For a Secret or Config, where its bytes may be, to be checked. For a Volume, where it was: without
 * that its absence would not count as a loss.
 */
function knownOf(live: Renewable): ObjectOf['status'] {
  if (live.kind === 'Service') return {}
  if (live.kind === 'Network') return pick(live.status ?? {}, ['driver'])
  if (live.kind === 'Volume') return pick(live.status ?? {}, ['hostName', 'nodes'])
  const { nodes = [], ...status } = live.status ?? {}
  return { ...pick(status, ['contentHash']), nodes: nodes.map(perhaps) }
}

function perhaps(entry: V1DeliveryOnNode): V1DeliveryOnNode {
  return { ...entry, state: 'Unknown' }
}
