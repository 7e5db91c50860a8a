import type { V1Task } from '../../api/v1/generated/types.ts'
import { engineRestarts } from '../../engine/container/restart.ts'

/**
 * Who restarts one of these tasks when it fails: the engine, or the task loop. Only the restart policy decides that, whatever the rollout's
 * state. Undefined where nobody does. Pure.
 */
export function startedAgain(tasks: readonly V1Task[]): 'byEngine' | 'byLoop' | undefined {
  const policies = tasks.filter(isMade).map(({ spec }) => spec.template.restartPolicy)
  if (policies.some(engineRestarts)) return 'byEngine'
  return policies.some((policy) => policy?.condition !== 'Never') ? 'byLoop' : undefined
}

/** Whether it has a started container and has not ended. */
function isMade({ status = {} }: V1Task): boolean {
  const { phase, startedAt } = status
  return (phase === 'Starting' || phase === 'Running') && startedAt !== undefined
}
