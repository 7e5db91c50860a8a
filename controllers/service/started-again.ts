import type { V1RestartPolicy, V1Task } from '../../api/v1/generated/types.ts'
import { engineRestarts } from '../../engine/container/restart.ts'
import { failedCheck } from '../task/plan/failing.ts'

/**
 * Who restarts one of these tasks when it fails: the engine, or the task loop. The restart policy decides that, whatever the rollout's state,
 * but no engine restarts a container for its health check. Undefined where nobody does. Pure.
 */
export function startedAgain(tasks: readonly V1Task[]): 'byEngine' | 'byLoop' | undefined {
  const made = tasks.filter(isMade)
  if (made.some((task) => engineRestarts(policyOf(task)) && !failsCheck(task))) return 'byEngine'
  return made.some((task) => policyOf(task)?.condition !== 'Never') ? 'byLoop' : undefined
}

/** By what it fails at, or by what it failed at last: a process that has just begun knows that of no container. */
function failsCheck({ status = {} }: V1Task): boolean {
  return status.healthy === 'False' || failedCheck(status.lastFailure)
}

function policyOf({ spec }: V1Task): V1RestartPolicy | undefined {
  return spec.template.restartPolicy
}

/** Whether it has a started container and has not ended. */
function isMade({ status = {} }: V1Task): boolean {
  const { phase, startedAt } = status
  return (phase === 'Starting' || phase === 'Running') && startedAt !== undefined
}
