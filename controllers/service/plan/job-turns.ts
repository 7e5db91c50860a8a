import type { V1Task } from '../../../api/v1/generated/types.ts'
import { isJob } from '../../../api/v1/service-mode.ts'
import type { Progress } from './rollout.ts'
import type { Slot } from '../slots.ts'
import type { ServiceView } from '../view.ts'

/**
 * Says of one slot after the other whether it may be at work: of a job's no more than `maxConcurrent` are at a time, and what is at it
 * already may be replaced. One that failed and is not put up with keeps its turn, so that the others wait for good.
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
