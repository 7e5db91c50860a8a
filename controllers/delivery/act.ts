import { engineWords } from '../../engine/errors.ts'
import type { Content } from '../../store/contents/contents.ts'
import type { Key } from '../../store/objects/store.ts'
import { type Acted, actPerNode } from '../runtime/act-per-node.ts'
import { isUnanswered } from '../runtime/conditions.ts'
import { engineOf } from '../runtime/engine-of.ts'
import type { Pass } from '../runtime/controller.ts'
import { nodeHold } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { collect, deliver } from './carrier.ts'
import type { DeliveredKind } from './path.ts'
import {
  bytesLost,
  type DeliveryAction,
  type EngineAction,
  heldAction,
  type Place,
  placeOf,
  planAfterFailure,
  planLeft,
} from './plan.ts'
import { isDelivered, mark, type Recorded, strike } from './record.ts'
import { leftPlaces } from './used.ts'

/** What acting needs besides the plan. */
export interface Acting {
  readonly content: Content
  readonly kind: DeliveredKind
  readonly key: Key
  readonly ports: Ports
  readonly run: Pass
}

/**
 * Acts on all nodes in parallel. Each success is recorded at once, as tasks wait for it. A failed action is returned as a hold and stops no
 * other; its error is returned too, for a retry with backoff.
 */
export function actOnAll(planned: readonly DeliveryAction[], acting: Acting): Promise<Acted<DeliveryAction>> {
  return actPerNode(
    planned,
    {
      async act(action): Promise<DeliveryAction | undefined> {
        if (action.do === 'forget') strike(action.place, recorded(acting))
        if (action.do !== 'deliver' && action.do !== 'collect') return undefined
        return await (action.do === 'deliver' ? put(action, acting) : take(action, acting))
      },
      failed: (action, error) =>
        action.do === 'deliver' || action.do === 'collect'
          ? planAfterFailure(action, { words: engineWords(error), isUnanswered: isUnanswered(error, acting.ports) })
          : action,
    },
    acting,
  )
}

/** Delivers the bytes. Returns the outcome if it differs from the plan, as `take` does too. */
async function put(
  { node, wanted }: EngineAction & { readonly do: 'deliver' },
  acting: Acting,
): Promise<DeliveryAction | undefined> {
  const { content: present, kind, key, ports } = acting
  const place = placeOf(wanted)
  const hold = nodeHold(node, ports) // the node may have fallen silent during the act before
  if (hold) return heldAction(place, hold)
  const object = ports.store.get(kind, key)
  // An earlier act of this node may have delivered them since the plan.
  if (!object || isDelivered(object, place)) return undefined
  const { path, reference, hash, task } = wanted
  const content = present.found && present.hash === hash ? present : await ports.contents.read(object, hash)
  if (!content.found) return heldAction(place, bytesLost(object, task))
  await deliver({ path, reference, bytes: content.bytes }, meansOf(node, acting))
  mark(place, 'Delivered', recorded(acting))
  return undefined
}

/**
 * Removes the bytes. Once the place is marked Unknown no task starts with them. A task that was about to start shows up when the plan is
 * asked again.
 */
async function take(
  { node, place, because }: EngineAction & { readonly do: 'collect' },
  acting: Acting,
): Promise<DeliveryAction | undefined> {
  const { kind, key, ports } = acting
  const wasDelivered = isDelivered(ports.store.get(kind, key), place)
  mark(place, 'Unknown', recorded(acting))
  await ports.store.durable() // after a crash it must be known that nobody needs them
  const now = askedAgain(place, acting)
  if (now.do !== 'collect') {
    if (wasDelivered) mark(place, 'Delivered', recorded(acting))
    return now
  }
  await collect(place.directory, { ...meansOf(node, acting), why: because })
  strike(place, recorded(acting))
  return undefined
}

function askedAgain(place: Place, { content, kind, key, ports }: Acting): DeliveryAction {
  const object = ports.store.get(kind, key)
  if (!object) return { do: 'keep', node: place.node, place, because: 'nothing is known of it any more' }
  const left = leftPlaces({ object, kind, ...(content.found ? { hash: content.hash } : {}) }, ports)
  const found = left.find(({ node, directory }) => node === place.node && directory === place.directory)
  return planLeft(object, found ?? place)
}

function meansOf(node: string, { ports, run }: Acting) {
  return { engine: engineOf(node, ports), installation: ports.installation, run, once: ports.once }
}

function recorded({ ports: { store }, kind, key }: Acting): Recorded {
  return { store, kind, key }
}
