import type {
  V1Config,
  V1ConfigStatus,
  V1DeliveryOnNode,
  V1Secret,
  V1SecretStatus,
} from '../../api/v1/generated/types.ts'
import { deliveryReasons } from '../../api/v1/reasons.ts'
import { readyUnlessHeld } from '../runtime/conditions.ts'
import type { DeliveryAction, DeliveryHold } from './plan.ts'

/**
 * The status after the actions, based on the object's present status. Holds show in the Ready condition, and in the message of each place.
 */
export function deliveryStatus(
  object: V1Secret | V1Config,
  actions: readonly DeliveryAction[],
  now: number,
): V1SecretStatus & V1ConfigStatus {
  const holds = actions.filter((action) => action.do === 'hold')
  const said = { reason: deliveryReasons.delivered, message: 'its bytes are where its tasks are', now }
  return {
    ...object.status,
    observedGeneration: object.metadata.generation ?? 1,
    nodes: explained(object.status?.nodes ?? [], holds),
    conditions: readyUnlessHeld(object, holds, said),
  }
}

function explained(nodes: readonly V1DeliveryOnNode[], holds: readonly DeliveryHold[]): V1DeliveryOnNode[] {
  return nodes.map(({ message: _, ...entry }) => {
    const hold = holds.find(({ place }) => place?.node === entry.node && place.directory === entry.contentHash)
    return hold ? { ...entry, message: hold.because } : entry
  })
}
