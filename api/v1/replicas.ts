/** So many tasks a service may have: what its schema says. */
export const MOST_REPLICAS = 100_000

/** A number of replicas as people write it; undefined where it is none. */
export function replicasOf(text: string): number | undefined {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : undefined
  return count !== undefined && count <= MOST_REPLICAS ? count : undefined
}
