/** The most replicas of a service, as in its schema. */
export const MOST_REPLICAS = 100_000

/** Parses a number of replicas; undefined for anything else. */
export function replicasOf(text: string): number | undefined {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : undefined
  return count !== undefined && count <= MOST_REPLICAS ? count : undefined
}
