/** Converts ms to an engine's seconds with a fraction, rounded down: an event twice is harmless, a lost one is not. */
export function secondsOf(ms: number): string {
  return (Math.floor(ms) / 1000).toFixed(3)
}
