import { DEFAULT_GRACE_S } from '../../api/v1/stop-grace.ts'
import type { HostContainer } from '../inventory.ts'

/** How long a container may take to stop where nobody asks for another time, s; Infinity where its engine waits for as long as it takes. */
export function ownGraceSeconds({ Config: { StopTimeout = DEFAULT_GRACE_S } }: Pick<HostContainer, 'Config'>): number {
  return StopTimeout < 0 ? Number.POSITIVE_INFINITY : StopTimeout
}
