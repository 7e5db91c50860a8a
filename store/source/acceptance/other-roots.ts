import { join, relative } from 'node:path'
import { by } from '../../../api/v1/language/by.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import type { Accepted } from './accepted.ts'
import type { AcceptanceOutcome } from './accept-plan.ts'
import type { RootState } from './accept-reading.ts'
import type { Heir } from './hand-over.ts'
import type { ClaimedFiles } from '../facts/claim-facts.ts'
import type { ResourceId, RootReading } from '../reading/reading.ts'

/** The state of the other watched roots while one of them is accepted. */
export interface OtherRoots {
  /** Their claims on resources that they don't own. */
  readonly claims: ReadonlyMap<ResourceId, readonly Heir[]>
  /** Formerly disputed resources of which files can't be read now, with those files. */
  readonly unread: ClaimedFiles
  /** By root, its own resources that are missing from its files. */
  readonly lacking: ReadonlyMap<string, { has(id: ResourceId): boolean }>
}

type States = ReadonlyMap<string, RootState>

/** What a root tells the others. */
export interface RootTelling extends Pick<RootState, 'id' | 'disputed' | 'unread'> {
  readonly history: { readonly missing: ReadonlyMap<ResourceId, unknown> }
}

/** The state of the other roots, by their last readings. */
export function otherRoots(states: ReadonlyMap<string, RootTelling>, id: string): OtherRoots {
  const others = [...states.values()].filter((state) => state.id !== id)
  const claims = others.flatMap(({ id: root, disputed }) =>
    [...disputed.values()].flat().map((claim) => ({ root, claim })),
  )
  return {
    claims: groupBy(claims, ({ claim }) => claim.manifest.id),
    unread: filesById(others.flatMap(({ unread }) => pairsIn(unread))),
    lacking: new Map(others.map(({ id: root, history }) => [root, history.missing])),
  }
}

/** The disputed resources of a root of which this reading could not read files, so that it is unknown whether they are still declared (S2). */
export function unreadAfter(
  { disputed, unread }: Pick<RootState, 'disputed' | 'unread'>,
  { files, incomplete }: Pick<RootReading, 'files'> & { readonly incomplete?: RootReading['incomplete'] | undefined },
  now: RootState['disputed'],
): RootState['unread'] {
  const before = pairsIn(claimedFiles({ disputed, unread }))
  const isUnread = (file: string) => (files.get(file)?.errors.length ?? 0) > 0 || (incomplete && !files.has(file))
  return filesById(before.filter(([id, file]) => !now.has(id) && isUnread(file)))
}

/** Each resource that a root claims from another one, with the files that declare it, or declared it when they could be read. */
export function claimedFiles({ disputed, unread }: Pick<RootState, 'disputed' | 'unread'>): ClaimedFiles {
  const now = [...disputed].flatMap(([id, claims]) => claims.map(({ file }) => [id, file.file] as const))
  return filesById([...pairsIn(unread), ...now])
}

type Pair = readonly [ResourceId, string]

function pairsIn(files: ClaimedFiles): readonly Pair[] {
  return [...files].flatMap(([id, own]) => own.map((file) => [id, file] as const))
}

function filesById(pairs: readonly Pair[]): ClaimedFiles {
  const found = [...groupBy(pairs, ([id]) => id)]
  return new Map(found.map(([id, own]) => [id, [...new Set(own.map(([, file]) => file))]]))
}

/**
 * Returns the root that takes over a missing resource: preferably one that declares exactly the same, then one with a file at the same
 * place, then the first by path.
 */
export function heirOf(lost: Accepted, claims: OtherRoots['claims'] = new Map()): Heir | undefined {
  const { id, hash, file, root } = lost
  const all = [...(claims.get(id) ?? [])].sort(by(({ claim }) => claim.file.file))
  const alike = all.filter(({ claim }) => claim.manifest.hash === hash)
  const able = alike.length > 0 ? alike : all
  return able.find((heir) => placesOf(file, root, [heir.root]).includes(heir.claim.file.file)) ?? able[0]
}

/** The paths of a file of one root: its own, and the same relative path in other roots. */
export function placesOf(file: string, root: string, others: readonly string[]): readonly string[] {
  return [file, ...others.map((other) => join(other, relative(root, file)))]
}

interface Taken {
  readonly before: RootState
  readonly after: RootState
  readonly outcome: AcceptanceOutcome
}

/**
 * The other roots that a reading concerns, and which have to be read again. They may wait for what it let go of or handed over. And where
 * one root lacks what another declares, each has to know when the other changes.
 */
export function concernedBy(states: States, { before, after, outcome }: Taken): readonly string[] {
  const { deleted, inherited = [] } = outcome
  const declared = [...differing(before.disputed, after.disputed), ...differingFiles(before.unread, after.unread)]
  const lacked = differing(before.history.missing, after.history.missing)
  const isNews = declared.length + deleted.length + inherited.length > 0
  // Heirs are among the roots with errors, as declaring what another root owns is an error.
  const isConcerned = ({ errors, history, disputed }: RootState) =>
    (isNews && errors.length > 0) ||
    declared.some((name) => history.missing.has(name)) ||
    lacked.some((name) => disputed.has(name))
  return [...states.values()].filter((state) => state.id !== after.id && isConcerned(state)).map(({ id }) => id)
}

function differing(before: ReadonlyMap<ResourceId, unknown>, after: ReadonlyMap<ResourceId, unknown>): ResourceId[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.has(id) !== after.has(id))
}

function differingFiles(before: ClaimedFiles, after: ClaimedFiles): ResourceId[] {
  const filesOf = (files: ClaimedFiles, id: ResourceId) => files.get(id)?.join('\n')
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => filesOf(before, id) !== filesOf(after, id))
}
