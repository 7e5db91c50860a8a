import type { V1RestartPolicy } from '../../api/v1/generated/types.ts'
import type { HostConfigBody } from '../types/container.ts'

const names = { Always: 'always', UnlessStopped: 'unless-stopped', OnFailure: 'on-failure', Never: 'no' } as const

/**
 * Whether the engine restarts the container. The task loop does it instead for a policy with a delay or window, and for a limit of attempts
 * on any condition but OnFailure, as engines only support a limit with `on-failure`.
 */
export function engineRestarts(policy: V1RestartPolicy | undefined): boolean {
  if (!policy) return true
  const { condition, delaySeconds = 0, maxAttempts = 0, windowSeconds = 0 } = policy
  if (condition === 'Never' || delaySeconds > 0 || windowSeconds > 0) return false
  return maxAttempts <= 0 || condition === 'OnFailure'
}

/** Whether the engine also counts the attempts and gives up after the last. */
export function engineCounts(policy: V1RestartPolicy | undefined): boolean {
  return engineRestarts(policy) && (policy?.maxAttempts ?? 0) > 0
}

/**
 * The engine's restart policy. The default is `on-failure`: exit 0 means Completed, and after any other exit the engine restarts with its
 * own backoff, also while we are down.
 */
export function restartPolicyBody(policy: V1RestartPolicy | undefined): NonNullable<HostConfigBody['RestartPolicy']> {
  if (!policy) return { Name: 'on-failure' }
  const { condition = 'Always', maxAttempts = 0 } = policy
  if (!engineRestarts(policy)) return { Name: 'no' }
  return { Name: names[condition], ...(maxAttempts > 0 ? { MaximumRetryCount: maxAttempts } : {}) }
}
