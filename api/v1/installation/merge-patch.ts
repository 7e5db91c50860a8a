import { isMap } from '../yaml/is-map.ts'

/** Applies a merge patch (RFC 7396) to a value: maps are merged, null removes a key, anything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch
  const before = isMap(target) ? target : {}
  // A Map, as a key named __proto__ must be treated like any other.
  const merged = new Map(Object.entries(before))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergePatch(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}
