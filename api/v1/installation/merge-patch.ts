import { isMap } from '../yaml/is-map.ts'

/** What a merge patch makes of a value (RFC 7396): maps are merged, null takes a key away, all else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch
  const before = isMap(target) ? target : {}
  // As entries: a key named __proto__ is a key like any other.
  const merged = new Map(Object.entries(before))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergePatch(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}
