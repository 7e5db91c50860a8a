import type { ContainerView } from '../view.ts'

/** An engine's timestamp by our clock, ms since the epoch; NaN for none. */
export function ourTime(
  said: string | undefined,
  engine: { readonly clockAheadMs?: number | undefined } | undefined,
): number {
  return Date.parse(said ?? '') - (engine?.clockAheadMs ?? 0)
}

/** How long a container's ended run took, ms; 0 where that is unknown. Both times are the engine's. */
export function ranFor({ startedAt, finishedAt }: Pick<ContainerView, 'startedAt' | 'finishedAt'>): number {
  return startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : 0
}
