import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { deliveryReasons, holdReasons } from '../../api/v1/reasons.ts'
import { heldEverywhere } from '../holds/held-everywhere.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import type { DeliveryPath, Reference } from './path.ts'

/** A directory of a node that bytes are put into. */
export interface Place {
  readonly node: string
  readonly directory: string
}

/** One place where the bytes are wanted: a node, and the owner and mode that a task asks for. */
export interface Wanted {
  readonly node: string
  readonly reference: Reference
  readonly path: DeliveryPath
  /** Whether this process put them there already. */
  readonly delivered: boolean
  /** The first task that waits for it. */
  readonly task: string
  /** Why its node may not be worked on, if that is so. */
  readonly host?: NodeHold
}

/** A place where bytes may be, and what is known of it. */
export interface Left extends Place {
  /** Who may still need them, in words. */
  readonly usedBy?: string
  /** Whether that is a task that this home knows nothing of. */
  readonly isOthers?: boolean
  /** Why its node may not be worked on, if that is so; `gone` where there is no such node any more. */
  readonly host?: NodeHold | 'gone'
}

/** What the delivery loop knows of one Secret or Config when it decides. */
export interface DeliveryView {
  readonly object: V1Secret | V1Config
  readonly content:
    | { readonly found: true; readonly hash: string }
    | { readonly found: false; readonly because: string }
  readonly wanted: readonly Wanted[]
  /** Where bytes of it may be, of now and of before. */
  readonly left: readonly Left[]
  /** Whether a service is to have tasks that mount it, though none may be there yet. */
  readonly awaited: boolean
  /** The hosts, and of those that may not be worked on why; empty before they are listed. */
  readonly onHost: ReadonlyMap<string, NodeHold | 'open'>
}

export type DeliveryAction = EngineAction | (OnPlace & { readonly do: 'forget' | 'keep' }) | DeliveryHold

/** What is done at a node's engine. */
export type EngineAction =
  | { readonly do: 'deliver'; readonly node: string; readonly wanted: Wanted; readonly because: string }
  | (OnPlace & { readonly do: 'collect' })

interface OnPlace {
  readonly node: string
  readonly place: Place
  readonly because: string
}

/** What is not done, and why; without a place it is about all. */
export interface DeliveryHold extends NodeHold {
  readonly do: 'hold'
  readonly node: string
  readonly place?: Place
}

/**
 * The bytes stand on a node before the task that mounts them starts; they are put where a task waits for them, and once.
 * They are taken off when nobody needs them any more: only what our own record says that we put there (S4).
 */
export function planDelivery({ object, content, wanted, left, ...view }: DeliveryView): readonly DeliveryAction[] {
  const leaves = isBeingDeleted(object)
  // Without the bytes nobody knows which of the directories hold those of now.
  if (!content.found && !leaves)
    return [{ do: 'hold', node: '', reason: deliveryReasons.sourceMissing, because: content.because }]
  const missing = leaves ? [] : wanted.filter(({ delivered }) => !delivered)
  const actions = [...missing.map(planWanted), ...left.map((place) => planLeft(object, place))]
  const isToSay = view.awaited && !leaves && actions.every((action) => action.do !== 'hold')
  return isToSay ? [...actions, ...heldEverywhere(view.onHost)] : actions
}

function planWanted(wanted: Wanted): DeliveryAction {
  const { host, node, task } = wanted
  if (host) return heldAction(placeOf(wanted), host)
  return { do: 'deliver', node, wanted, because: `${task} waits for it` }
}

/** What becomes of bytes that may be in a place. Asked once more before they are taken off: a task may have come to need them. */
export function planLeft(object: V1Secret | V1Config, { usedBy, isOthers, host, ...place }: Left): DeliveryAction {
  const { node } = place
  const leaves = isBeingDeleted(object)
  if (host === 'gone') return { do: 'forget', node, place, because: 'its node is gone' }
  // A deletion does not wait for what this home knows nothing of; who does will take them off.
  if (leaves && !host && usedBy !== undefined && isOthers)
    return { do: 'forget', node, place, because: `${usedBy} mounts it, of which this home knows nothing` }
  const hold = host ?? (usedBy === undefined ? undefined : inUse(usedBy))
  if (!hold)
    return { do: 'collect', node, place, because: leaves ? 'it is deleted' : 'no task uses these bytes any more' }
  // Nobody waits for what is to go, but a deletion.
  return leaves ? heldAction(place, hold) : { do: 'keep', node, place, because: hold.because }
}

function inUse(usedBy: string): NodeHold {
  return { reason: holdReasons.inUse, because: `still mounted by ${usedBy}` }
}

/** What stands in the place of an action that failed, with the words of the failure. */
export function planAfterFailure(action: EngineAction, words: string): DeliveryHold {
  const { node } = action
  if (action.do === 'deliver') {
    const because = `its bytes can't be put on ${node}: ${words}`
    return heldAction(placeOf(action.wanted), { reason: deliveryReasons.deliveryFailed, because })
  }
  const because = `${action.place.directory} can't be taken off ${node}: ${words}`
  return heldAction(action.place, { reason: deliveryReasons.collectionFailed, because })
}

/** What stands in the place of an action that another home's lock keeps from being done. */
export function planBehindLock(action: DeliveryAction, hold: NodeHold): DeliveryAction {
  if (action.do === 'deliver') return heldAction(placeOf(action.wanted), hold)
  return action.do === 'collect' ? heldAction(action.place, hold) : action
}

/** Leaves a place as it is, and says why. */
export function heldAction(place: Place, hold: NodeHold): DeliveryHold {
  return { do: 'hold', node: place.node, place, ...hold }
}

/** Where wanted bytes are to be. */
export function placeOf({ node, path }: Wanted): Place {
  return { node, directory: path.directory }
}
