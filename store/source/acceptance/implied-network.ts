import type { V1Network } from '../../../api/v1/generated/types.ts'
import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { objectLabels } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { IMPLICIT_NETWORK } from '../../../api/v1/references.ts'
import { networksOf } from '../../../api/v1/template-refs.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import type { Store } from '../../objects/store.ts'
import type { ResourceId } from '../reading/reading.ts'
import { objectOf } from './origins.ts'

/**
 * Makes the default network that nothing declares any more the one that its stack has without declaring it, if a service that stays uses it:
 * a deletion would wait for that service, and the network be made anew. It stays the one that it is on the hosts. Returns whether it did.
 */
export function leaveToServices(store: Store, id: ResourceId): boolean {
  const network = objectOf(store, id)
  if (network?.kind !== 'Network' || !isLeft(network, store)) return false
  const same = pick(network.spec, ['hostName', 'external'])
  const { spec } = withDefaults<V1Network>({ ...network, spec: same })
  store.update('Network', keyOf(network), (draft) => {
    draft.spec = spec
    draft.metadata.labels = { [objectLabels.implied]: 'true' }
    delete draft.metadata.annotations
  })
  return true
}

function isLeft(network: V1Network, store: Store): boolean {
  const { name, namespace } = network.metadata
  if (name !== IMPLICIT_NETWORK || isBeingDeleted(network)) return false
  const services = [...store.by('Service', 'namespace', namespace ?? '').values()]
  return services.some((each) => !isBeingDeleted(each) && networksOf(each.spec.template).includes(name))
}
