/** A table that is asked for what stands in files: a record would answer `toString` too, as every object does (S12). */
export function ownEntries<T>(table: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(table))
}
