import type { V1TaskStatus } from './generated/types.ts'
import { taskReasons } from './reasons.ts'

const REASONS: ReadonlySet<string> = new Set([
  ...[taskReasons.pullFailed, taskReasons.imageMissing, taskReasons.buildFailed, taskReasons.noSpace],
])

/**
 * Whether a task's image could not be provided at the last attempt. Only the task's message tells why, as engines do not keep that error.
 */
export function lacksImage({ reason = '' }: V1TaskStatus): boolean {
  return REASONS.has(reason)
}
