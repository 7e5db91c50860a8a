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

/** What is stored of a root across restarts: the fact of family `root` under its id. */
interface RootFact {
  readonly head?: string
  readonly lost: readonly Loss[]
  readonly declared?: number
  /** How long each missing resource was waited for so far, ms. */
  readonly waited?: Readonly<Record<ResourceId, number>>
  /** The missing resources that a commit removed: its head is no news to the next process. */
  readonly committed?: readonly ResourceId[]
}

/** Restores a root's history. What was missing has to be seen missing again by this process; how long it was missing is kept. */
export function historyIn(store: Store, root: string): RootHistory {
  const fact = store.fact('root', root) as unknown as RootFact | undefined
  const { waited = {} } = fact ?? {}
  const committed = new Set(fact?.committed)
  const isHeld = holdsOf(store, root).some(isDeletion)
  // A held set is restored whole: a command may have deleted part of it without a reading since, which still counts.
  const held = isHeld ? missingIn(store, root).keys() : []
  const missing = [...new Set([...held, ...Object.keys(waited), ...committed])].map((id) => {
    return [id, { since: Infinity, committed: committed.has(id), beforeMs: waited[id] ?? 0 }] as const
  })
  return {
    missing: new Map(missing),
    lost: fact?.lost ?? [],
    ...(fact?.declared === undefined ? {} : { declared: fact.declared }),
    ...(isHeld ? { held: true } : {}),
    ...(fact?.head === undefined ? {} : { head: fact.head }),
  }
}

/** The watched root that a file is in. */
export function watchedRootOf(store: Store, file: string): string | undefined {
  return [...store.facts('root').keys()].find((root) => root !== DESIRED && isWithin(file, root))
}

/** The watched roots that contain, equal, or are inside a directory. */
export function watchedRootsAbout(store: Store, directory: string): readonly string[] {
  return [...store.facts('root').keys()].filter(
    (root) => root !== DESIRED && (isWithin(root, directory) || isWithin(directory, root)),
  )
}

/** Writes what must survive a restart. The fact also makes the root known. */
export function writeHistory(store: Store, root: string, { head, lost, declared, missing, at = 0 }: RootHistory): void {
  const waits = [...missing].map(([id, { since, beforeMs = 0 }]) => [id, beforeMs + Math.max(0, at - since)] as const)
  const waited = waits.filter(([, ms]) => ms > 0)
  const committed = [...missing].flatMap(([id, each]) => (each.committed ? [id] : []))
  const fact: RootFact = {
    lost: lost.map(({ since: _here, ...loss }) => loss),
    ...(declared === undefined ? {} : { declared }),
    ...(head === undefined ? {} : { head }),
    ...(waited.length > 0 ? { waited: Object.fromEntries(waited) } : {}),
    ...(committed.length > 0 ? { committed } : {}),
  }
  if (stableJson(store.fact('root', root)) !== stableJson(fact)) store.putFact('root', root, fact as unknown as Json)
}
