import { lacksImage } from '../../../api/v1/lacks-image.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { Need, TaskView } from '../view.ts'

/** The wait after a failed attempt to prepare, create or start; none for an image that somebody else has brought, or may have. */
export function backingOff(view: TaskView): Need | undefined {
  const { nextRetryAt, reason, message } = view.task.status ?? {}
  if (nextRetryAt === undefined || Date.parse(nextRetryAt) <= view.now || mayBeBrought(view)) return undefined
  return { reason: reason ?? taskReasons.backOff, message: message ?? 'the last attempt failed' }
}

/** A full disk may have kept the engine from telling. */
function mayBeBrought({ task: { status = {} }, image, lackedMount }: TaskView): boolean {
  if (!lacksImage(status) || status.reason === taskReasons.noSpace) return false
  return (image === 'present' || image === 'unknown') && lackedMount?.state !== 'absent'
}
