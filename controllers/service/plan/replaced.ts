import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Course } from '../course.ts'
import type { ServiceAction } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import type { Slot } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { isPassedBy } from './advance.ts'
import { handOver } from './hand-over.ts'
import { retireAll } from './retire.ts'
import { type Progress, givenUp, replaceable, successorIn } from './rollout.ts'

/** Retires the old tasks whose successors take over, as many at a time as the strategy allows. */
export function replaced(
  { ourselves }: ServiceView,
  course: Course,
  { slots, progress }: { readonly slots: readonly Slot[]; readonly progress: Progress },
): readonly ServiceAction[] {
  if (!slots.some((slot) => slot.live.length > 1)) return []
  const { revision, strategy } = course
  const available = new Set(progress.available)
  // Slots whose old task is gone and whose new one is not up, or up for less than the delay: the strategy limits how many there may be at a
  // time. Several may get a place at once that had none.
  const inWork = new Set(progress.inWork)
  const done = new Set([...progress.available.filter((slot) => !inWork.has(slot)), ...givenUp(progress)])
  const isMissing = (slot: Slot) =>
    slot.live.length === 1 && successorIn(slot, course) && !done.has(slot) && !isPassedBy(slot, course)
  const missing = slots.filter(isMissing)
  let room = strategy.parallelism - missing.length
  return slots.flatMap((slot) => {
    const beReady = strategy.order === 'StopFirst' || available.has(slot)
    const old = replaceable(slot, course, { bePrepared: room > 0 && !ourselves, beReady })
    const successor = successorIn(slot, course)
    if (old.some((task) => !replicaOf(task).wanting) && successor && replicaOf(successor).prepared) room--
    if (successor && old.some(({ metadata }) => metadata.name === ourselves?.task)) return [handOver(successor)]
    return retireAll(old, `${revision} takes its place`)
  })
}

/**
 * While frozen, retires tasks without a container whose revision is neither the course's nor the last good one: nobody goes back to those.
 */
export function superseded({ service }: ServiceView, course: Course, slots: readonly Slot[]): readonly ServiceAction[] {
  const { currentRevision } = service.status ?? {}
  const isStale = (task: V1Task) => {
    const { wanting, revision } = replicaOf(task)
    return wanting && revision !== course.revision && revision !== currentRevision
  }
  const crowded = slots.filter(({ live }) => live.length > 1)
  return retireAll(
    crowded.flatMap(({ live }) => live.filter(isStale)),
    `${course.revision} takes its place`,
  )
}
