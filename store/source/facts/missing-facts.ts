import { stableJson } from '../../../api/v1/language/hash.ts'
import type { Store } from '../../objects/store.ts'
import type { ResourceId } from '../reading/reading.ts'

/** What is in no file of its watched directory any more, each with the file of another one that has it from then on; empty: none has. */
export type MissingFromFiles = ReadonlyMap<ResourceId, string>

/** Keeps what the last reading of a root did not have as a fact of family `missing` under its id. */
export function writeMissing(store: Store, root: string, missing: MissingFromFiles): void {
  const fact = missing.size > 0 ? Object.fromEntries(missing) : undefined
  if (stableJson(store.fact('missing', root)) !== stableJson(fact)) store.putFact('missing', root, fact)
}

/** What all watched directories lack, as serve read them last: it goes later, or once that is approved. */
export function missingFromFiles(store: Store): MissingFromFiles {
  return new Map([...store.facts('missing').values()].flatMap((fact) => Object.entries(fact as Record<string, string>)))
}

/** What the last reading of a root did not have. */
export function missingIn(store: Store, root: string): readonly ResourceId[] {
  return Object.keys((store.fact('missing', root) ?? {}) as object)
}

/** The watched directories that lack a resource of theirs. */
export function lackingRoots(store: Store, id: ResourceId): readonly string[] {
  return [...store.facts('missing')].flatMap(([root, fact]) => (Object.hasOwn(fact as object, id) ? [root] : []))
}
