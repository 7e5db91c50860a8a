import type { AcceptanceOutcome } from './accept-plan.ts'
import type { RootState } from './accept-reading.ts'
import type { Heir, OtherRoots } from './hand-over.ts'
import type { ResourceId } from './reading.ts'

/** The watched roots, as they were read last. */
export interface ReadRoots {
  readonly states: ReadonlyMap<string, RootState>
  /** When the last reading of each began; of one that was not read yet, nothing. */
  readonly readAt: ReadonlyMap<string, number>
}

/** What a reading of one root is judged beside. */
export function otherRoots({ states, readAt }: ReadRoots, id: string): OtherRoots {
  const others = [...states].filter(([root]) => root !== id)
  const heirs = others.flatMap(([root, { disputed }]) =>
    [...disputed].map(([name, claim]): [ResourceId, Heir] => [name, { root, claim }]),
  )
  return { heirs: new Map(heirs), readAt: Math.min(...others.map(([root]) => readAt.get(root) ?? -Infinity)) }
}

/** What a reading of a root led to. */
interface Taken {
  readonly before: RootState
  readonly after: RootState
  readonly outcome: AcceptanceOutcome
}

/** The other roots for which that is news: what one lets go of, another may be waiting to declare, or declare by now. */
export function concernedBy({ states }: ReadRoots, { before, after, outcome }: Taken): readonly string[] {
  const others = [...states].filter(([root]) => root !== after.id)
  const isNewlyMissing = [...after.history.missing.keys()].some((id) => !before.history.missing.has(id))
  const isFree = outcome.deleted.length > 0 || outcome.inherited !== undefined
  const news = [...after.disputed].filter(
    ([id, { manifest }]) => before.disputed.get(id)?.manifest.hash !== manifest.hash,
  )
  const misses = ({ history }: RootState) => news.some(([id]) => history.missing.has(id))
  return others
    .filter(([, root]) => isNewlyMissing || (isFree && root.errors.length > 0) || misses(root))
    .map(([id]) => id)
}
