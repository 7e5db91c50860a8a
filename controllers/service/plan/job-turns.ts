import type { V1Task } from '../../../api/v1/generated/types.ts'
import { isJob } from '../../../api/v1/service-mode.ts'
import type { Progress } from './rollout.ts'
import type { Slot } from '../slots.ts'
import type { ServiceView } from '../view.ts'

/**
 * Returns a function that says, slot by slot, whether a job's task may run: at most `maxConcurrent` slots work at a time, and those at work
 * keep their turn for a replacement. A failed task that is not tolerated keeps its turn for good, so that the others do not start.
 */
export function turnsIn(
  { service: { spec } }: ServiceView,
  slots: readonly Slot[],
  { tolerated }: Progress,
): (slot: Slot) => boolean {
  const { maxConcurrent: limit = 0 } = spec
  if (!isJob(spec) || limit === 0) return () => true
  const isOver = ({ status }: V1Task) => status?.phase === 'Completed' || (tolerated && status?.phase === 'Failed')
  const atWork = new Set(slots.filter(({ live }) => !live.every(isOver)))
  let room = limit - atWork.size
  return (slot) => atWork.has(slot) || room-- > 0
}
