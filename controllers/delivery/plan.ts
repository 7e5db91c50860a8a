import { errorText } from '../../api/v1/language/caught-error.ts'
import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { deliveryReasons, holdReasons } from '../../api/v1/reasons.ts'
import { heldEverywhere } from '../holds/held-everywhere.ts'
import type { Ports } from '../runtime/ports.ts'
import { notDoneYet } from '../runtime/who-does-it.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import { lostRemedy } from './lost-remedy.ts'
import type { DeliveryPath, Reference } from './path.ts'

/** A directory on a node for delivered bytes. */
export interface Place {
  readonly node: string
  readonly directory: string
}

/** A place where bytes are wanted, with the owner and mode that a task asks for. */
export interface Wanted {
  readonly node: string
  readonly reference: Reference
  readonly path: DeliveryPath
  /** The content that the task was made with. */
  readonly hash: string
  /** Whether this process has put them there already. */
  readonly delivered: boolean
  /** The first task that waits for them. */
  readonly task: string
  /** Why its node may not be worked on; absent: it may. */
  readonly host?: NodeHold
}

/** A place that may have bytes, and what is known of it. */
export interface Left extends Place {
  /** Who may still need them, in words; absent: nobody. */
  readonly usedBy?: string
  /** Whether that is a container that this home knows nothing of. */
  readonly isOthers?: boolean
  /** Why its node may not be worked on; `gone` if the node is gone; absent: it may. */
  readonly host?: NodeHold | 'gone'
}

/** The observed state of one Secret or Config, the input of planDelivery. */
export interface DeliveryView {
  readonly object: V1Secret | V1Config
  readonly content:
    | { readonly found: true; readonly hash: string }
    | { readonly found: false; readonly because: string }
  /** The hashes of the contents of which copies are retained. */
  readonly retained: ReadonlySet<string>
  readonly wanted: readonly Wanted[]
  /** The places that may have bytes, present or former ones. */
  readonly left: readonly Left[]
  /** Whether nothing declares it any more: its source may have gone with its declaration. */
  readonly undeclared: boolean
  /** Whether a service that mounts it is to have tasks, even if it has none yet. */
  readonly awaited: boolean
  /** Each host, with the hold of one that may not be worked on; empty before all are listed. */
  readonly onHost: ReadonlyMap<string, NodeHold | 'open'>
}

export type DeliveryAction = EngineAction | (OnPlace & { readonly do: 'forget' | 'keep' }) | DeliveryHold

/** An action on a node's engine. */
export type EngineAction =
  | { readonly do: 'deliver'; readonly node: string; readonly wanted: Wanted; readonly because: string }
  | (OnPlace & { readonly do: 'collect' })

interface OnPlace {
  readonly node: string
  readonly place: Place
  readonly because: string
}

/** An action that is not done, and why; without a place the hold concerns the whole object. */
export interface DeliveryHold extends NodeHold {
  readonly do: 'hold'
  readonly node: string
  readonly place?: Place
}

/**
 * Plans deliveries and removals of bytes. They are delivered before the task that mounts them starts, only where a task waits, and once.
 * They are removed when nobody needs them any more, and only where our record says that we put them (S4).
 */
export function planDelivery(view: DeliveryView): readonly DeliveryAction[] {
  const { object, content, wanted, left } = view
  const leaves = isBeingDeleted(object)
  const missing = leaves ? [] : wanted.filter(({ delivered }) => !delivered)
  // Without the present bytes it is unknown which directories have them.
  if (!content.found && !leaves)
    return [
      ...(view.undeclared ? [] : [sourceMissing(content.because)]),
      ...missing.filter((place) => isHad(place, view)).map((place) => planWanted(place, view)),
    ]
  const actions = [...missing.map((place) => planWanted(place, view)), ...left.map((place) => planLeft(object, place))]
  const isToSay = view.awaited && !leaves && actions.every((action) => action.do !== 'hold')
  return isToSay ? [...actions, ...heldEverywhere(view.onHost)] : actions
}

function sourceMissing(because: string): DeliveryHold {
  return { do: 'hold', node: '', reason: deliveryReasons.sourceMissing, because }
}

/** Whether the bytes are to be had: they are the present ones, or there is a copy. */
function isHad({ hash }: Wanted, { content, retained }: DeliveryView): boolean {
  return retained.has(hash) || (content.found && content.hash === hash)
}

function planWanted(wanted: Wanted, view: DeliveryView): DeliveryAction {
  const { host, node, task } = wanted
  if (!isHad(wanted, view)) return heldAction(placeOf(wanted), bytesLost(view.object, task))
  if (host) return heldAction(placeOf(wanted), host)
  return { do: 'deliver', node, wanted, because: `${task} waits for it` }
}

/** The hold of a place for bytes that are neither in their source any more nor retained: nothing but a person brings them back. */
export function bytesLost(object: V1Secret | V1Config, task: string): NodeHold {
  const because = `${task} mounts what it held before, of which no copy is left: ${lostRemedy(object)}`
  return { reason: deliveryReasons.bytesLost, because }
}

/** Plans what to do with a place that may have bytes. Asked again right before a removal, as a task may have come to need them. */
export function planLeft(object: V1Secret | V1Config, { usedBy, isOthers, host, ...place }: Left): DeliveryAction {
  const { node } = place
  const leaves = isBeingDeleted(object)
  if (host === 'gone') return { do: 'forget', node, place, because: 'its node is gone' }
  // A deletion does not wait for a container of another home; that home will remove the bytes.
  if (leaves && !host && usedBy !== undefined && isOthers)
    return { do: 'forget', node, place, because: `${usedBy} mounts it, of which this home knows nothing` }
  const hold = host ?? (usedBy === undefined ? undefined : inUse(usedBy))
  if (!hold)
    return { do: 'collect', node, place, because: leaves ? 'it is deleted' : 'no task uses these bytes any more' }
  // Only a deletion waits for a removal.
  return leaves ? heldAction(place, hold) : { do: 'keep', node, place, because: hold.because }
}

function inUse(usedBy: string): NodeHold {
  return { reason: holdReasons.inUse, because: `still mounted by ${usedBy}` }
}

/** Why an action failed. */
interface Failure {
  /** The engine's words. */
  readonly words: string
  /** Whether the engine gave no answer. */
  readonly isUnanswered: boolean
}

/** The hold that replaces a failed action. */
export function planAfterFailure(action: EngineAction, { words, isUnanswered }: Failure): DeliveryHold {
  const { node } = action
  const unanswered = isUnanswered ? holdReasons.unanswered : undefined
  if (action.do === 'deliver') {
    const because = `its bytes can't be put on ${node}: ${words}`
    return heldAction(placeOf(action.wanted), { reason: unanswered ?? deliveryReasons.deliveryFailed, because })
  }
  const because = `${action.place.directory} can't be taken off ${node}: ${words}`
  return heldAction(action.place, { reason: unanswered ?? deliveryReasons.collectionFailed, because })
}

/** The hold of a deletion that goes on once the copies in RECONCILE_HOME can be removed; none without an error. */
export function copiesStay(object: V1Secret | V1Config, error: unknown): readonly DeliveryHold[] {
  if (error === undefined || !isBeingDeleted(object)) return []
  const because = `its copies in RECONCILE_HOME can't be removed: ${errorText(error)}`
  return [{ do: 'hold', node: '', reason: deliveryReasons.collectionFailed, because }]
}

/** The hold that replaces an action while another home has the stack's lock. */
export function planBehindLock(action: DeliveryAction, hold: NodeHold): DeliveryAction {
  if (action.do === 'deliver') return heldAction(placeOf(action.wanted), hold)
  return action.do === 'collect' ? heldAction(action.place, hold) : action
}

/** What a process that only looks reports of an action. Bytes that nobody needs any more are no lack. */
export function planLookedAt(
  action: DeliveryAction,
  object: V1Secret | V1Config,
  ports: Pick<Ports, 'isUnattended'>,
): DeliveryAction {
  if (action.do === 'deliver')
    return heldAction(placeOf(action.wanted), notDoneYet(action.node, 'get its bytes', ports))
  if (action.do !== 'collect') return action
  const { do: _, ...kept } = action
  return isBeingDeleted(object)
    ? heldAction(action.place, notDoneYet(action.node, 'have its bytes taken off', ports))
    : { do: 'keep', ...kept }
}

/** A hold on a place. */
export function heldAction(place: Place, hold: NodeHold): DeliveryHold {
  return { do: 'hold', node: place.node, place, ...hold }
}

export function placeOf({ node, path }: Wanted): Place {
  return { node, directory: path.directory }
}
