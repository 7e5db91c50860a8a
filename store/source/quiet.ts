/** Under constant writes what is watched is looked at this many quiet times after the first of them. */
export const MOST_QUIETS = 10

/** How long after a hint to wait before a look: a quiet time, but under hints without end no longer than ten of them. */
export function waitAfterHint(at: { readonly firstHintAt: number; readonly now: number }, quietMs: number): number {
  const latest = at.firstHintAt + MOST_QUIETS * quietMs
  return Math.min(quietMs, Math.max(0, latest - at.now))
}
