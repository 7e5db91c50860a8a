import { stableJson } from '../../../api/v1/language/hash.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import { DESIRED } from '../acceptance/accepted.ts'
import { isDeletion } from './hold.ts'
import { holdsOf } from './hold-facts.ts'
import { missingIn } from './missing-facts.ts'
import type { Loss, RootHistory } from '../acceptance/losses.ts'
import type { ResourceId } from '../reading/reading.ts'

/** What is known of a root across restarts: the fact of family `root` under its id. */
interface RootFact {
  readonly head?: string
  readonly lost: readonly Loss[]
  readonly declared?: number
  /** How long what is missing was waited for so far, ms by resource. */
  readonly waited?: Readonly<Record<ResourceId, number>>
}

/** What a root's history was when the process ended; what was missing is looked at anew, and how long it was is kept. */
export function historyIn(store: Store, root: string): RootHistory {
  const fact = store.fact('root', root) as unknown as RootFact | undefined
  const waited = Object.entries(fact?.waited ?? {})
  const isHeld = holdsOf(store, root).some(isDeletion)
  // What a command deleted of it, and no reading of that process told any more, is counted with the rest by the next one.
  const held = isHeld ? missingIn(store, root).map((id): [ResourceId, number] => [id, 0]) : []
  return {
    missing: new Map(
      [...held, ...waited].map(([id, beforeMs]) => [id, { since: Infinity, committed: false, beforeMs }]),
    ),
    lost: fact?.lost ?? [],
    ...(fact?.declared === undefined ? {} : { declared: fact.declared }),
    ...(isHeld ? { held: true } : {}),
    ...(fact?.head === undefined ? {} : { head: fact.head }),
  }
}

/** The watched root that a file stands in. */
export function watchedRootOf(store: Store, file: string): string | undefined {
  return [...store.facts('root').keys()].find((root) => root !== DESIRED && isWithin(file, root))
}

/** The watched roots that a directory is in, is, or has in it. */
export function watchedRootsAbout(store: Store, directory: string): readonly string[] {
  return [...store.facts('root').keys()].filter(
    (root) => root !== DESIRED && (isWithin(root, directory) || isWithin(directory, root)),
  )
}

/** Keeps what must survive a restart; also makes the root known. */
export function writeHistory(store: Store, root: string, { head, lost, declared, missing, at = 0 }: RootHistory): void {
  const waits = [...missing].map(([id, { since, beforeMs = 0 }]) => [id, beforeMs + Math.max(0, at - since)] as const)
  const waited = waits.filter(([, ms]) => ms > 0)
  const fact: RootFact = {
    lost: lost.map(({ since: _here, ...loss }) => loss),
    ...(declared === undefined ? {} : { declared }),
    ...(head === undefined ? {} : { head }),
    ...(waited.length > 0 ? { waited: Object.fromEntries(waited) } : {}),
  }
  if (stableJson(store.fact('root', root)) !== stableJson(fact)) store.putFact('root', root, fact as unknown as Json)
}
