/** A time that an engine said, by our clock, ms since the epoch; NaN for none. */
export function ourTime(
  said: string | undefined,
  engine: { readonly clockAheadMs?: number | undefined } | undefined,
): number {
  return Date.parse(said ?? '') - (engine?.clockAheadMs ?? 0)
}
