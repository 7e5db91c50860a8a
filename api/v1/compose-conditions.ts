import type { V1Dependency } from './generated/types.ts'

/** Compose's words for how far a dependency must be. */
export const composeConditions = {
  Started: 'service_started',
  Healthy: 'service_healthy',
  Completed: 'service_completed_successfully',
} as const satisfies Record<NonNullable<V1Dependency['condition']>, string>
