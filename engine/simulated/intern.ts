import { freeze } from '../../api/v1/language/freeze.ts'

/** Keeps one frozen copy of equal values, so that a hundred replicas share their configuration. */
export interface Intern {
  /** Returns the deeply frozen value of this key, made once by `make`. */
  of<T extends object>(key: string, make: () => T): T
  /** As `of`, keyed by the frozen value that it derives from. */
  from<T extends object>(value: object, make: () => T): T
}

/** It then starts over, as the table only saves memory. */
const MOST_KEYS = 4096

export function createIntern(): Intern {
  const kept = new Map<string, object>()
  const followed = new WeakMap<object, object>()
  return {
    of<T extends object>(key: string, make: () => T): T {
      const known = kept.get(key)
      if (known !== undefined) return known as T
      if (kept.size >= MOST_KEYS) kept.clear()
      const made = freeze(make())
      kept.set(key, made)
      return made
    },
    from<T extends object>(value: object, make: () => T): T {
      const known = followed.get(value)
      if (known !== undefined) return known as T
      const made = freeze(make())
      followed.set(value, made)
      return made
    },
  }
}
