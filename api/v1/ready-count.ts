import type { V1ServiceStatus } from './generated/types.ts'

/** How many tasks of a service do what they are for, in words: what ran to its end is not called ready alone. */
export function readyCount({ readyReplicas = 0, desiredReplicas = 0, completedReplicas = 0 }: V1ServiceStatus): string {
  const ready = `${readyReplicas} of ${desiredReplicas}`
  if (completedReplicas === 0) return `${ready} ready`
  return completedReplicas === readyReplicas
    ? `${ready} completed`
    : `${ready} ready, ${completedReplicas} of them completed`
}
