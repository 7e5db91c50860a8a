import { stableJson } from '../../../api/v1/language/hash.ts'
import { ownValue } from '../../../api/v1/language/own-value.ts'
import type { Store } from '../../objects/store.ts'
import type { ResourceId } from '../reading/reading.ts'

/**
 * Resources that are in no file of their watched directory any more, each with the file of another root that will take it over; empty text
 * where none will.
 */
export type MissingFromFiles = ReadonlyMap<ResourceId, string>

/** Writes what was missing in the last reading of a root, as a fact of family `missing` under the root's id. */
export function writeMissing(store: Store, root: string, missing: MissingFromFiles): void {
  const fact = missing.size > 0 ? Object.fromEntries(missing) : undefined
  if (stableJson(store.fact('missing', root)) !== stableJson(fact)) store.putFact('missing', root, fact)
}

/** What all watched directories lack, by serve's last readings: it is deleted later, or once approved. */
export function missingFromFiles(store: Store): MissingFromFiles {
  return new Map([...store.facts('missing').values()].flatMap((fact) => Object.entries(fact as Record<string, string>)))
}

/** Whether a resource is in no file of the watched directory that owns it, and nothing takes it over. */
export function isMissingFromFiles(store: Store, id: ResourceId): boolean {
  return [...store.facts('missing').values()].some((fact) => ownValue(fact as Record<string, string>, id) === '')
}

/** What was missing in the last reading of a root. */
export function missingIn(store: Store, root: string): MissingFromFiles {
  return new Map(Object.entries((store.fact('missing', root) ?? {}) as Record<string, string>))
}

/** The watched directories that own a resource and lack it. */
export function lackingRoots(store: Store, id: ResourceId): readonly string[] {
  return [...store.facts('missing')].flatMap(([root, fact]) => (Object.hasOwn(fact as object, id) ? [root] : []))
}
