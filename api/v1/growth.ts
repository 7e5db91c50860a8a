/** As many as one service may have without being asked about, where it had few before. */
const MANY = 100
/** The same of a service that is declared for the first time: there is nothing to compare with. */
const MANY_AT_FIRST = 1_000
const TIMES = 10

/** Whether a number of replicas looks like a zero too many, beside that of before; none before: a new service. Pure. */
export function isGreatGrowth(before: number | undefined, replicas: number): boolean {
  if (before === undefined) return replicas > MANY_AT_FIRST
  return replicas > MANY && replicas > TIMES * Math.max(before, 1)
}
