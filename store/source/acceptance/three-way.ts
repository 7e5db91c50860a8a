import { isMap } from '../../../api/v1/yaml/is-map.ts'
import type { Json } from '../../storage/storage.ts'

/**
 * Merges three-way, as kubectl does: declared values win; values that the last apply declared and this one does not are removed; values
 * that only the live object has (a default, a `scale`) stay. Lists are single values.
 */
export function mergeThreeWay(applied: Json | undefined, live: Json | undefined, declared: Json): Json {
  if (!isMap(declared) || !isMap(live)) return declared
  const before = isMap(applied) ? applied : {}
  const kept = Object.entries(live).filter(([key]) => !(key in declared) && !(key in before))
  const stated = Object.entries(declared).map(
    ([key, value]) => [key, mergeThreeWay(before[key], live[key], value)] as const,
  )
  return Object.fromEntries([...kept, ...stated])
}
