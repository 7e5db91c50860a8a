import type { Lookup } from '../interpolation/interpolate.ts'

/** A cache by variables (the lookup's identity) and key. `make` runs once for each, and again only after it returned undefined. */
export type Memo<T> = (lookup: Lookup, key: string, make: () => T | undefined) => T | undefined

/** Creates an empty memo. */
export function createMemo<T>(): Memo<T> {
  const made = new Map<Lookup, Map<string, T>>()
  return (lookup, key, make) => {
    const known = made.get(lookup) ?? new Map<string, T>()
    made.set(lookup, known)
    const value = known.get(key) ?? make()
    if (value !== undefined) known.set(key, value)
    return value
  }
}
