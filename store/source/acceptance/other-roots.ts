import { join, relative } from 'node:path'
import { by } from '../../../api/v1/language/by.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import type { Accepted } from './accepted.ts'
import type { AcceptanceOutcome } from './accept-plan.ts'
import type { RootState } from './accept-reading.ts'
import type { Heir } from './hand-over.ts'
import type { ResourceId, RootReading } from '../reading/reading.ts'

/** What is known of the other watched roots where one of them was read. */
export interface OtherRoots {
  /** Who of them declares something that is not theirs. */
  readonly claims: ReadonlyMap<ResourceId, readonly Heir[]>
  /** What they declared beside another one, with the file, while that could be read. */
  readonly unread: ReadonlyMap<ResourceId, string>
  /** By root, what is its own, and was in no file of it. */
  readonly lacking: ReadonlyMap<string, { has(id: ResourceId): boolean }>
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
    unread: new Map(others.flatMap(({ unread }) => [...unread])),
    lacking: new Map(others.map(({ id: root, history }) => [root, history.missing])),
  }
}

/** What a root declared beside another one, and of which a reading says nothing now: it can't tell whether that is still so (S2). */
export function unreadAfter(
  { disputed, unread }: Pick<RootState, 'disputed' | 'unread'>,
  { files, incomplete }: RootReading,
  now: RootState['disputed'],
): RootState['unread'] {
  const before = [
    ...unread,
    ...[...disputed].flatMap(([id, claims]) => claims.map(({ file }) => [id, file.file] as const)),
  ]
  const isUnread = (file: string) => (files.get(file)?.errors.length ?? 0) > 0 || (incomplete && !files.has(file))
  return new Map(before.filter(([id, file]) => !now.has(id) && isUnread(file)))
}

/** Who has what would be deleted else: of those who say just the same of it, or else of all, the one in the file's own place, or the first by path. */
export function heirOf(lost: Accepted, claims: OtherRoots['claims'] = new Map()): Heir | undefined {
  const { id, hash, file, root } = lost
  const all = [...(claims.get(id) ?? [])].sort(by(({ claim }) => claim.file.file))
  const alike = all.filter(({ claim }) => claim.manifest.hash === hash)
  const able = alike.length > 0 ? alike : all
  return able.find((heir) => placesOf(file, root, [heir.root]).includes(heir.claim.file.file)) ?? able[0]
}

/** Where a directory's file is, in that directory and where it may have been moved to. */
export function placesOf(file: string, root: string, others: readonly string[]): readonly string[] {
  return [file, ...others.map((other) => join(other, relative(root, file)))]
}

/** What a reading of a root led to. */
interface Taken {
  readonly before: RootState
  readonly after: RootState
  readonly outcome: AcceptanceOutcome
}

/**
 * The other roots for which that is news: what one lets go of, another may wait for, or has from now on; and what one lacks, and another
 * declares, is told by both, so that either is to know when the other changes its mind.
 */
export function concernedBy(states: States, { before, after, outcome }: Taken): readonly string[] {
  const { deleted, inherited = [] } = outcome
  const declared = [...differing(before.disputed, after.disputed), ...differing(before.unread, after.unread)]
  const lacked = differing(before.history.missing, after.history.missing)
  const isNews = declared.length + deleted.length + inherited.length > 0
  // What another one has and it declares is an error there: heirs are among these.
  const isConcerned = ({ errors, history, disputed }: RootState) =>
    (isNews && errors.length > 0) ||
    declared.some((name) => history.missing.has(name)) ||
    lacked.some((name) => disputed.has(name))
  return [...states.values()].filter((state) => state.id !== after.id && isConcerned(state)).map(({ id }) => id)
}

function differing(before: ReadonlyMap<ResourceId, unknown>, after: ReadonlyMap<ResourceId, unknown>): ResourceId[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.has(id) !== after.has(id))
}
