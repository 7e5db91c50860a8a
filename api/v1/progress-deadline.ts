import type { V1ServiceSpec } from './generated/types.ts'

/** How long a rollout of a service may stand still before it has failed, in seconds. */
export function progressDeadline({ progressDeadlineSeconds = 300 }: Pick<V1ServiceSpec, 'progressDeadlineSeconds'>) {
  return progressDeadlineSeconds
}
