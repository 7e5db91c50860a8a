import type { V1TaskStatus } from './generated/types.ts'
import { taskReasons } from './reasons.ts'

const REASONS: ReadonlySet<string> = new Set([
  ...[taskReasons.pullFailed, taskReasons.imageMissing, taskReasons.buildFailed, taskReasons.noSpace],
])

/** Whether a task's image was not to be had the last time; why, only its message knows: no engine shows that again. */
export function lacksImage({ reason = '' }: V1TaskStatus): boolean {
  return REASONS.has(reason)
}
