import type { Need, TaskView } from '../view.ts'

const LAST = 'the last time: '

/** Who has not tried yet, as one who only looks, says why the last one who did failed, if it failed for this reason. */
export function failedBefore({ task: { status = {} } }: TaskView, reason: string): Need | undefined {
  const { failures = 0, message } = status
  if (failures > 0 || message === undefined || status.reason !== reason) return undefined
  return { reason, message: message.startsWith(LAST) ? message : LAST + message }
}
