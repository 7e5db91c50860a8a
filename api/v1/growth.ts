/** The most replicas that an existing service may grow to without approval, however few it had before. */
const MANY = 100
/** The same limit for a new service, which has no earlier number to compare with. */
const MANY_AT_FIRST = 1_000
const TIMES = 10

/**
 * Whether a number of replicas looks like a typo with a zero too many, compared with the number `before`; undefined for a new service.
 * Pure.
 */
export function isGreatGrowth(before: number | undefined, replicas: number): boolean {
  if (before === undefined) return replicas > MANY_AT_FIRST
  return replicas > MANY && replicas > TIMES * Math.max(before, 1)
}
