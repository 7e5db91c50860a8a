import type { V1ConfigStatus, V1DeliveryOnNode, V1SecretStatus } from '../../api/v1/generated/types.ts'
import { deliveryReasons } from '../../api/v1/reasons.ts'
import { readyUnlessHeld } from '../runtime/conditions.ts'
import type { DeliveryAction, DeliveryView, Place } from './plan.ts'

/** The record of where bytes may be, with the places that are about to get some: they may be there from now on. */
export function recordedPlaces({ object, wanted, left }: DeliveryView): V1DeliveryOnNode[] {
  const known = object.status?.nodes ?? []
  const more = [...left, ...wanted.map(({ node, path }) => ({ node, directory: path.directory }))]
  const fresh = new Map(more.filter((place) => !known.some(isAt(place))).map((place) => [idOf(place), place]))
  if (fresh.size === 0) return known
  return [
    ...known,
    ...[...fresh.values()].map(({ node, directory }) => ({ node, contentHash: directory, state: 'Unknown' })),
  ]
}

/** The status after the actions were done. `view.object` is of now. */
export function deliveryStatus(
  view: DeliveryView,
  actions: readonly DeliveryAction[],
  now: number,
): V1SecretStatus & V1ConfigStatus {
  const { object, content } = view
  const holds = actions.filter((action) => action.do === 'hold')
  const said = { reason: deliveryReasons.delivered, message: 'its bytes are where its tasks are', now }
  return {
    ...object.status,
    observedGeneration: object.metadata.generation ?? 1,
    nodes: nodesAfter(object.status?.nodes ?? [], actions),
    conditions: readyUnlessHeld(object, holds, said),
    ...(content.found ? { contentHash: content.hash } : {}),
  }
}

function nodesAfter(before: readonly V1DeliveryOnNode[], actions: readonly DeliveryAction[]): V1DeliveryOnNode[] {
  const delivered = actions.flatMap((action) =>
    action.do === 'deliver' ? [{ node: action.wanted.node, directory: action.wanted.path.directory }] : [],
  )
  const gone = actions.flatMap((action) => (action.do === 'collect' || action.do === 'forget' ? [action.place] : []))
  const others = before.filter((entry) => ![...delivered, ...gone].some((place) => isAt(place)(entry)))
  return [...others, ...delivered.map(({ node, directory }) => ({ node, contentHash: directory, state: 'Delivered' }))]
}

function isAt({ node, directory }: Place): (entry: V1DeliveryOnNode) => boolean {
  return (entry) => entry.node === node && entry.contentHash === directory
}

function idOf({ node, directory }: Place): string {
  return `${node} ${directory}`
}
