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

/** What the delivery loop knows of one Secret or Config when it decides. */
export interface DeliveryView {
  readonly object: V1Secret | V1Config
  readonly content:
    | { readonly found: true; readonly hash: string }
    | { readonly found: false; readonly because: string }
  readonly wanted: readonly Wanted[]
  /** Nodes that do not answer. */
  readonly silent: ReadonlySet<string>
}

export type DeliveryAction =
  | { readonly do: 'deliver'; readonly wanted: Wanted; readonly because: string }
  | { readonly do: 'hold'; readonly node: string; readonly reason: string; readonly because: string }

/** The bytes stand on a node before the task that mounts them starts; they are put where a task waits for them, and once. */
export function planDelivery(view: DeliveryView): readonly DeliveryAction[] {
  const { content, wanted, silent } = view
  if (!content.found) return [{ do: 'hold', node: '', reason: deliveryReasons.sourceMissing, because: content.because }]
  return wanted
    .filter(({ delivered }) => !delivered)
    .map((place): DeliveryAction => {
      if (silent.has(place.node))
        return {
          do: 'hold',
          node: place.node,
          reason: holdReasons.hostUnreachable,
          because: `${place.node} does not answer`,
        }
      return { do: 'deliver', wanted: place, because: `${place.task} waits for it` }
    })
}
