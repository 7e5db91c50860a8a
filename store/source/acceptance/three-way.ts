import { isMap } from '../../../api/v1/yaml/is-map.ts'
import type { Json } from '../../storage/storage.ts'

/**
 * A three-way merge as kubectl's: what is declared wins, what was declared last time and is not any more goes, and what only
 * the live value has (a default, a `scale`) stays. Lists are one value.
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
