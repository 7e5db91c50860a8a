import { lacksImage } from '../../../api/v1/lacks-image.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { Need, TaskView } from '../view.ts'

/**
 * The wait after a failed attempt to prepare, create or start; undefined without one, or if somebody else may have brought the missing
 * image.
 */
export function backingOff(view: TaskView): Need | undefined {
  const { nextRetryAt, reason, message } = view.task.status ?? {}
  if (nextRetryAt === undefined || Date.parse(nextRetryAt) <= view.now || mayBeBrought(view)) return undefined
  return { reason: reason ?? taskReasons.backOff, message: message ?? 'the last attempt failed' }
}

/** Whether the image that was missing may be on the node by now. On a full disk the engine may not be able to tell. */
function mayBeBrought({ task: { status = {} }, image, lackedMount }: TaskView): boolean {
  if (!lacksImage(status) || status.reason === taskReasons.noSpace) return false
  return (image === 'present' || image === 'unknown') && lackedMount?.state !== 'absent'
}
