/** A record as a Map, for lookups by keys from files: a record would also answer to inherited keys such as `toString` (S12). */
export function ownEntries<T>(table: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(table))
}
