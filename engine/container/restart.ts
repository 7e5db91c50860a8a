import type { V1RestartPolicy } from '../../api/v1/generated/types.ts'
import type { HostConfigBody } from '../types/container.ts'

const names = { Always: 'always', UnlessStopped: 'unless-stopped', OnFailure: 'on-failure', Never: 'no' } as const

/** Whether the engine restarts in place; with a delay, a window or a limit of attempts, the task loop does it instead. */
export function engineRestarts(policy: V1RestartPolicy | undefined): boolean {
  if (!policy) return true
  const { condition, delaySeconds = 0, maxAttempts = 0, windowSeconds = 0 } = policy
  return condition !== 'Never' && delaySeconds <= 0 && maxAttempts <= 0 && windowSeconds <= 0
}

/**
 * The engine's restart policy. A policy that nobody declared is `on-failure`: exit 0 is Completed, anything else comes up
 * again with the engine's own backoff, also while we are down.
 */
export function restartPolicyBody(policy: V1RestartPolicy | undefined): NonNullable<HostConfigBody['RestartPolicy']> {
  const name = policy ? names[policy.condition ?? 'Always'] : 'on-failure'
  return { Name: engineRestarts(policy) ? name : 'no' }
}
