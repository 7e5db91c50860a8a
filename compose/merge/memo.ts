import type { Lookup } from '../interpolation/interpolate.ts'

/** What a key came to, for whoever sees the same variables: it is made once, and again only where nothing came of it. */
export type Memo<T> = (lookup: Lookup, key: string, make: () => T | undefined) => T | undefined

/** A memo that knows nothing yet. */
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
