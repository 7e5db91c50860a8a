/** The most quiet times that a read is delayed by, counted from the first hint, so that constant writes don't delay it for ever. */
export const MOST_QUIETS = 10

/** How long to wait after a hint before reading, ms: one quiet time, but at most ten of them after the first hint. */
export function waitAfterHint(at: { readonly firstHintAt: number; readonly now: number }, quietMs: number): number {
  const latest = at.firstHintAt + MOST_QUIETS * quietMs
  return Math.min(quietMs, Math.max(0, latest - at.now))
}
