import { groupBy } from '../../api/v1/group-by.ts'
import type { Accepted } from './accepted.ts'
import type { AcceptanceOutcome } from './accept-plan.ts'
import type { RootState } from './accept-reading.ts'
import type { Heir } from './hand-over.ts'
import type { ResourceId } from './reading.ts'

/** What is known of the other watched roots where one of them was read. */
export interface OtherRoots {
  /** Who of them declares something that is not theirs. */
  readonly claims: ReadonlyMap<ResourceId, readonly Heir[]>
  /** What is theirs, and was in no file of theirs. */
  readonly lacking: ReadonlySet<ResourceId>
}

type States = ReadonlyMap<string, RootState>

/** What a reading of one root is judged beside, as the others were read last. */
export function otherRoots(states: States, id: string): OtherRoots {
  const others = [...states.values()].filter((state) => state.id !== id)
  const claims = others.flatMap(({ id: root, disputed }) =>
    [...disputed.values()].flat().map((claim) => ({ root, claim })),
  )
  return {
    claims: groupBy(claims, ({ claim }) => claim.manifest.id),
    lacking: new Set(others.flatMap(({ history }) => [...history.missing.keys()])),
  }
}

/** Who has what would be deleted else: the one who declares it, of several the one who says just the same. */
export function heirOf({ id, hash }: Accepted, others: OtherRoots | undefined): Heir | undefined {
  const claims = others?.claims.get(id) ?? []
  const [heir, ...more] = claims.length === 1 ? claims : claims.filter(({ claim }) => claim.manifest.hash === hash)
  return more.length === 0 ? heir : undefined
}

/** What a reading of a root led to. */
interface Taken {
  readonly before: RootState
  readonly after: RootState
  readonly outcome: AcceptanceOutcome
}

/** The other roots for which that is news: what one lets go of, another may wait for, or has from now on; or it lacks what this one has now. */
export function concernedBy(states: States, { before, after, outcome }: Taken): readonly string[] {
  const { deleted, inherited = [] } = outcome
  const heirs = new Set(inherited.map(({ heir }) => heir.root))
  const declared = [...after.disputed.keys()].filter((id) => !before.disputed.has(id))
  const isNews = declared.length + deleted.length + inherited.length > 0
  const isConcerned = ({ id, errors, history }: RootState) =>
    heirs.has(id) || (isNews && errors.length > 0) || declared.some((name) => history.missing.has(name))
  return [...states.values()].filter((state) => state.id !== after.id && isConcerned(state)).map(({ id }) => id)
}
