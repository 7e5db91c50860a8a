/** Counts values by key; those without one are left out. */
export function countBy<V, K extends string | number>(
  values: Iterable<V>,
  keyOf: (value: V) => K | undefined,
): ReadonlyMap<K, number> {
  const counts = new Map<K, number>()
  for (const value of values) {
    const key = keyOf(value)
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
