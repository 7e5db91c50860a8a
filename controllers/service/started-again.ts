import type { V1Task } from '../../api/v1/generated/types.ts'
import { engineRestarts } from '../../engine/container/restart.ts'

/**
 * Who starts one of these tasks again when it fails, whatever became of its rollout: that goes by its restart policy alone. Absent where
 * nobody does. Pure.
 */
export function startedAgain(tasks: readonly V1Task[]): 'byEngine' | 'byLoop' | undefined {
  const policies = tasks.filter(isMade).map(({ spec }) => spec.template.restartPolicy)
  if (policies.some(engineRestarts)) return 'byEngine'
  return policies.some((policy) => policy?.condition !== 'Never') ? 'byLoop' : undefined
}

/** Whether it has a container that was started, and no outcome. */
function isMade({ status = {} }: V1Task): boolean {
  const { phase, startedAt } = status
  return (phase === 'Starting' || phase === 'Running') && startedAt !== undefined
}
