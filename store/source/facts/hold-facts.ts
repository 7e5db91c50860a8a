import { stableJson } from '../../../api/v1/language/hash.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import { DESIRED } from '../acceptance/accepted.ts'
import { type Hold, isDeletion, shownIds, withoutThose } from './hold.ts'
import type { Pending } from './pending-facts.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { acceptedOf } from '../acceptance/origins.ts'
import { type ResourceId, stacksOf } from '../reading/reading.ts'

/** The holds that a reading of one root found. */
export interface FoundHolds {
  readonly holds: readonly Hold[]
  /** Whether the reading could tell what is missing. If not, earlier holds stay, except those on specs that it decided on. */
  readonly judged: boolean
  /** The resources whose specs the reading decided on; absent: none. */
  readonly decided?: ReadonlySet<ResourceId>
  /** Which resources the reading covered; absent: all. Holds on others stay. */
  readonly judges?: ((id: ResourceId) => boolean) | undefined
  /** The commit that was read. */
  readonly head?: string | undefined
}

/** Writes a root's holds as facts of family `hold`. A hold that no longer applies is removed together with its approval. */
export function writeHolds(store: Store, root: string, { holds, head, ...found }: FoundHolds): void {
  const { judged, decided, judges } = found
  const current = new Map(holds.map((hold) => [hold.id, hold]))
  const isOver = (hold: Hold) =>
    judged ? !judges || hold.resources.some(judges) : !isDeletion(hold) && hold.resources.some((id) => decided?.has(id))
  for (const hold of holdsOf(store, root)) {
    if (current.has(hold.id) || !isOver(hold)) continue
    endHold(store, hold)
    const rest = judged && judges ? withoutThose(hold, acceptedOf(store), judges) : undefined
    if (rest) current.set(rest.id, rest)
  }
  for (const [id, hold] of current) {
    const before = store.fact('hold', id) as unknown as Hold | undefined
    const since = before ? before.head : head
    const kept = { ...hold, ...(since === undefined ? {} : { head: since }) }
    if (stableJson(before) !== stableJson(kept)) store.putFact('hold', id, kept as unknown as Json)
  }
}

/**
 * Ends holds of an apply when the last resource in them is no longer declared, as `id` was withdrawn. A hold on resources that were never
 * created ends with the last resource of their stack.
 */
export function endHoldsWithout(store: Store, id: ResourceId): void {
  const stacks = stacksOf([id])
  const isOfIts = (each: ResourceId) => stacksOf([each]).some((stack) => stacks.includes(stack))
  const isEmptied = () => ![...store.facts('source').keys()].some(isOfIts)
  endHoldsOf(store, (each) => each === id || (isOfIts(each) && isEmptied()))
}

/** Ends the holds of an apply of whose resources none is declared and `isMeant` holds for one; returns their resources. */
export function endHoldsOf(store: Store, isMeant: (id: ResourceId) => boolean): readonly ResourceId[] {
  const isGone = (each: ResourceId) => store.fact('source', each) === undefined
  const over = holdsOf(store, DESIRED).filter(({ resources }) => resources.every(isGone) && resources.some(isMeant))
  for (const hold of over) endHold(store, hold)
  return over.flatMap(({ resources }) => resources)
}

function endHold(store: Store, { id }: Hold): void {
  store.putFact('hold', id, undefined)
  store.putFact('approval', id, undefined)
}

/** The holds of one root. */
export function holdsOf(store: Store, root: string): Hold[] {
  return allHolds(store).filter((hold) => hold.root === root)
}

/** The holds that nobody approved yet, of all roots. */
export function openHolds(store: Store): Hold[] {
  return allHolds(store).filter(({ id }) => store.fact('approval', id) === undefined)
}

/** Deletions that were approved and not done yet, as no serve has read their files since: they go as what waits for its time does. */
export function approvedDeletions(store: Store): readonly Pending[] {
  const approved = allHolds(store).filter((hold) => isDeletion(hold) && store.fact('approval', hold.id) !== undefined)
  return approved.map(({ id, root, resources }) => ({
    reason: sourceReasons.missingFromFiles,
    message: `${shownIds(resources)}: approved (${id}), and deleted as soon as serve has read ${root} (volumes keep their data); \`reconcile serve\` does that. To keep it, put it back into a file before that`,
    resources,
  }))
}

/** What files ask for that does not count before it is approved, and is done, of all roots. */
export function allHolds(store: Store): Hold[] {
  const ours = [...store.facts('hold').values()].filter(
    (fact) => typeof fact === 'object' && fact !== null && 'root' in fact,
  )
  return ours.map((fact) => fact as unknown as Hold)
}

/** The ids of everything that is approved and not done yet. */
export function approvalsIn(store: Store): ReadonlySet<string> {
  return new Set(store.facts('approval').keys())
}

/** Finds the hold whose id is or begins with `wanted`; throws when there is none, or several. */
export function holdNamed(store: Store, wanted: string): string {
  const ids = [...store.facts('hold').keys()]
  const matching = wanted === '' ? [] : ids.filter((id) => id === wanted || id.startsWith(wanted))
  const [id] = matching
  if (id === undefined || matching.length > 1) {
    const waiting =
      ids.length > 0
        ? `these wait: ${ids.join(', ')}`
        : 'no hold waits (a volume or a node is approved by its KIND/NAME)'
    throw new Error(
      `approve ${wanted}: ${matching.length > 1 ? 'several begin so' : 'there is no such hold'}; ${waiting}`,
    )
  }
  return id
}

/** Approves the hold named `wanted` and returns its id; throws as `holdNamed`. */
export function approve(store: Store, wanted: string, now: number): string {
  const id = holdNamed(store, wanted)
  store.putFact('approval', id, { at: now })
  return id
}
