import { getCondition } from '../../../api/v1/conditions.ts'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { conditionTypes } from '../../../api/v1/reasons.ts'
import type { Course } from '../course.ts'
import { replicaOf } from '../replica.ts'
import type { Slot } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { becomes, templateOf } from './in-place.ts'
import { successorIn } from './rollout.ts'

/** Tasks that are to be other than they are. */
interface Turning {
  /** They are about to have the new revision where they are. */
  readonly beside?: readonly V1Task[]
  /** They are about to leave their nodes. */
  readonly gone?: readonly V1Task[]
}

/**
 * Why a slot's task, which could be changed to the course's revision in place, has no room for what that reserves; undefined where it has,
 * or could not be changed. A Global task has its node whatever is left there. Pure.
 */
export function lacksRoom(
  view: ServiceView,
  { slot, course: { revision } }: { readonly slot: Slot; readonly course: Course },
  { beside = [], gone = [] }: Turning = {},
): string | undefined {
  const [old] = slot.live
  if (!old || slot.node !== undefined || !becomes(view, old, revision)) return undefined
  return view.noRoom(old, { to: templateOf(view, revision) ?? old.spec.template, beside, gone })
}

/**
 * The service's own tasks that are about to leave their nodes: those that retire, and those whose successor has, or is about to get, a place
 * elsewhere. One whose removal fails may stay for long. Pure.
 */
export function leavingIn(slots: readonly Slot[], course: Course): readonly V1Task[] {
  return slots.flatMap((slot) => {
    const retiring = slot.retiring.filter(({ status }) => !getCondition(status?.conditions, conditionTypes.callFailing))
    const successor = successorIn(slot, course)
    const isFollowed = successor !== undefined && !replicaOf(successor).unplaced
    return isFollowed ? [...retiring, ...slot.live.filter((task) => task !== successor)] : retiring
  })
}
