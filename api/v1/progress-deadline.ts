import type { V1ServiceSpec } from './generated/types.ts'

/** How long a rollout of a service may go without progress before it fails, in seconds. */
export function progressDeadline({ progressDeadlineSeconds = 300 }: Pick<V1ServiceSpec, 'progressDeadlineSeconds'>) {
  return progressDeadlineSeconds
}
