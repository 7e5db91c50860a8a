import type { V1Task } from './generated/types.ts'
import { unplacedReasons } from './reason-groups.ts'

/** Whether the scheduler tried to place a task and no node may be chosen for it. */
export function isUnplaced({ spec, status }: V1Task): boolean {
  return spec.node === undefined && unplacedReasons.has(status?.reason ?? '')
}
