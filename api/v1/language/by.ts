/** A comparator that orders by a text of each item, by code points and not by locale. */
export function by<T>(textOf: (item: T) => string): (one: T, other: T) => number {
  return (one, other) => {
    const [a, b] = [textOf(one), textOf(other)]
    return a < b ? -1 : Number(a > b)
  }
}

/** The entries of a map sorted by key; empty for undefined. */
export function sortedEntries<T>(values: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(values ?? {}).sort(by(([key]) => key))
}
