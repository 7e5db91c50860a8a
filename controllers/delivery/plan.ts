import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'
import { deliveryReasons, holdReasons } from '../../api/v1/reasons.ts'
import type { DeliveryPath, Reference } from './path.ts'

/** One place where the bytes are wanted: a node, and the owner and mode that a task asks for. */
export interface Wanted {
  readonly node: string
  readonly reference: Reference
  readonly path: DeliveryPath
  /** Whether this process put them there already. */
  readonly delivered: boolean
  /** The first task that waits for it. */
  readonly task: string
}

/** A directory of a node that bytes were put into. */
export interface Place {
  readonly node: string
  readonly directory: string
}

/** A place where bytes may be, and what is known of it. */
export interface Left extends Place {
  /** Who may still need them, in words. */
  readonly usedBy?: string
  /** Absent where its node answers. */
  readonly host?: 'silent' | 'gone'
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
  /** Nodes that do not answer. */
  readonly silent: ReadonlySet<string>
}

export type DeliveryAction =
  | { readonly do: 'deliver'; readonly wanted: Wanted; readonly because: string }
  | { readonly do: 'collect' | 'forget'; readonly place: Place; readonly because: string }
  | { readonly do: 'hold'; readonly node: string; readonly reason: string; readonly because: string }

/**
 * The bytes stand on a node before the task that mounts them starts; they are put where a task waits for them, and once.
 * They are taken off when nobody needs them any more: only what our own record says that we put there (S4).
 */
export function planDelivery(view: DeliveryView): readonly DeliveryAction[] {
  const isLeaving = view.object.metadata.deletionTimestamp !== undefined
  if (isLeaving) return view.left.map(leave)
  // Without the bytes nobody knows which of the directories hold those of now.
  if (!view.content.found)
    return [{ do: 'hold', node: '', reason: deliveryReasons.sourceMissing, because: view.content.because }]
  return [...deliveries(view), ...view.left.flatMap(collectOld)]
}

function deliveries({ wanted, silent }: DeliveryView): readonly DeliveryAction[] {
  return wanted
    .filter(({ delivered }) => !delivered)
    .map((place): DeliveryAction => {
      if (silent.has(place.node)) return unreachable(place.node)
      return { do: 'deliver', wanted: place, because: `${place.task} waits for it` }
    })
}

function collectOld({ usedBy, host, ...place }: Left): readonly DeliveryAction[] {
  if (host === 'gone') return [{ do: 'forget', place, because: 'its node is gone' }]
  if (usedBy !== undefined || host === 'silent') return []
  return [{ do: 'collect', place, because: 'no task uses these bytes any more' }]
}

function leave({ usedBy, host, ...place }: Left): DeliveryAction {
  if (host === 'gone') return { do: 'forget', place, because: 'its node is gone' }
  if (host === 'silent') return unreachable(place.node)
  if (usedBy !== undefined)
    return { do: 'hold', node: place.node, reason: holdReasons.inUse, because: `still mounted by ${usedBy}` }
  return { do: 'collect', place, because: 'it is deleted' }
}

function unreachable(node: string): DeliveryAction {
  return { do: 'hold', node, reason: holdReasons.hostUnreachable, because: `${node} does not answer` }
}
