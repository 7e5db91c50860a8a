import { stableJson } from '../../../api/v1/language/hash.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import type { ResourceId } from '../reading/reading.ts'

/** What a root declares, or declared when its file could be read last, but another root owns: each with the files that claim it. */
export type ClaimedFiles = ReadonlyMap<ResourceId, readonly string[]>

/** Writes a root's claims as a fact of family `claim` under its id: the file may be broken when the next process reads it first (S2). */
export function writeClaims(store: Store, root: string, claims: ClaimedFiles): void {
  const fact = claims.size > 0 ? (Object.fromEntries(claims) as unknown as Json) : undefined
  if (stableJson(store.fact('claim', root)) !== stableJson(fact)) store.putFact('claim', root, fact)
}

/** The claims of a root by its last reading, of an earlier process too. */
export function claimsIn(store: Store, root: string): ClaimedFiles {
  const fact = (store.fact('claim', root) ?? {}) as Record<string, string | readonly string[]>
  // Versions before kept one file of each.
  return new Map(Object.entries(fact).map(([id, files]) => [id, typeof files === 'string' ? [files] : files]))
}
