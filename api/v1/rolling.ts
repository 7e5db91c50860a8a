import type { V1RolloutStatus } from './generated/types.ts'

/** Whether a rollout is replacing tasks: forward to a new revision, or back to the one before. */
export function isRolling(rollout: Pick<V1RolloutStatus, 'state'> | undefined): boolean {
  return rollout?.state === 'Progressing' || rollout?.state === 'RollingBack'
}
