import type { AcceptanceOutcome } from './accept-plan.ts'
import type { RootState } from './accept-reading.ts'
import { groupBy } from '../../api/v1/group-by.ts'
import { stableJson } from '../../api/v1/hash.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { Claim } from './claims.ts'
import type { Fault, OtherRoots, Rival } from './elsewhere.ts'
import type { ResourceId } from './reading.ts'

/** The watched roots, as they were read last. */
export interface ReadRoots {
  readonly states: ReadonlyMap<string, RootState>
  /** How many readings of all of them have begun. */
  readonly readings: number
  /** Which of those the last one of each was; of a root that was not read yet, nothing. */
  readonly readAs: ReadonlyMap<string, number>
}

/** What a reading of one root is judged beside; undefined where it is the only one. */
export function otherRoots(
  { states, readings, readAs }: ReadRoots,
  { id, settings }: { readonly id: string; readonly settings: Settings },
): OtherRoots | undefined {
  const others = [...states.values()].filter((state) => state.id !== id)
  const [stalest] = others
    .map((state) => ({ root: state.id, reading: readAs.get(state.id) ?? -1 }))
    .sort((a, b) => a.reading - b.reading)
  if (!stalest) return undefined
  const lacking = others.flatMap(({ history }) => [...history.missing.keys()])
  const faults = others.flatMap((state) => faultsOf(state, settings))
  return { claims: claimsOf(others), lacking: new Set(lacking), lastReading: readings, stalest, faults }
}

/** A slip in a file may be found out late; a root that is away when something goes missing elsewhere has its own reason. */
function faultsOf({ id, faults }: RootState, { deletionWaitMs, quietMs }: Settings): readonly Fault[] {
  return [...faults].map(([each, since]) => ({ in: each, since, graceMs: each === id ? quietMs : deletionWaitMs }))
}

function claimsOf(others: readonly RootState[]): ReadonlyMap<ResourceId, readonly Rival[]> {
  const rivals = others.flatMap(({ id: root, disputed, faults }) =>
    [...disputed.values()].flat().map((claim): Rival => ({ root, claim, isSound: !faults.has(claim.file.file) })),
  )
  return groupBy(rivals, ({ claim }) => claim.manifest.id)
}

/** What a reading of a root led to. */
interface Taken {
  readonly before: RootState
  readonly after: RootState
  readonly outcome: AcceptanceOutcome
}

/**
 * The other roots for which that is news: those that may have what is missing here, that wait to see what is here, or for what is free
 * now, and those that lack what is declared otherwise here than before.
 */
export function concernedBy({ states }: ReadRoots, { before, after, outcome }: Taken): readonly string[] {
  const isNewlyMissing = [...after.history.missing.keys()].some((id) => !before.history.missing.has(id))
  const isFree = outcome.deleted.length > 0 || outcome.inherited !== undefined
  const declares = (state: RootState, id: ResourceId) => stableJson((state.disputed.get(id) ?? []).map(asDeclared))
  const isNews = (id: ResourceId) => declares(before, id) !== declares(after, id)
  const isConcerned = ({ undecided, errors, history }: RootState) =>
    isNewlyMissing || undecided || (isFree && errors.length > 0) || [...history.missing.keys()].some(isNews)
  return [...states.values()].filter((state) => state.id !== after.id && isConcerned(state)).map(({ id }) => id)
}

function asDeclared({ manifest, file }: Claim) {
  return [file.file, manifest.hash]
}
