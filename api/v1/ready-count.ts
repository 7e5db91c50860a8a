import type { V1ServiceStatus } from './generated/types.ts'

/** Describes how many tasks of a service are ready or completed. Completed ones count as ready, but are named as completed. */
export function readyCount({ readyReplicas = 0, desiredReplicas = 0, completedReplicas = 0 }: V1ServiceStatus): string {
  const ready = `${readyReplicas} of ${desiredReplicas}`
  if (completedReplicas === 0) return `${ready} ready`
  return completedReplicas === readyReplicas
    ? `${ready} completed`
    : `${ready} ready, ${completedReplicas} of them completed`
}
