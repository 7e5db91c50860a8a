/** Keeps one frozen copy of equal values, so that a hundred replicas share their configuration. */
export interface Intern {
  /** The deeply frozen value made by `make` for this key, made once. */
  of<T extends object>(key: string, make: () => T): T
  /** The same by a frozen value that it follows from. */
  from<T extends object>(value: object, make: () => T): T
}

/** `limit` keys are kept; then the table starts anew, as it is only there to save memory. */
export function createIntern(limit = 4096): Intern {
  const kept = new Map<string, object>()
  const followed = new WeakMap<object, object>()
  return {
    of<T extends object>(key: string, make: () => T): T {
      const known = kept.get(key)
      if (known !== undefined) return known as T
      if (kept.size >= limit) kept.clear()
      const made = deepFreeze(make())
      kept.set(key, made)
      return made
    },
    from<T extends object>(value: object, make: () => T): T {
      const known = followed.get(value)
      if (known !== undefined) return known as T
      const made = deepFreeze(make())
      followed.set(value, made)
      return made
    },
  }
}

/** Freezes plain data all the way down. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const part of Object.values(value)) deepFreeze(part)
  return value
}
