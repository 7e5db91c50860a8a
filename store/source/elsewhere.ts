import type { Accepted } from './accepted.ts'
import type { Heir } from './hand-over.ts'
import type { RootHistory } from './losses.ts'
import type { ResourceId } from './reading.ts'

/** What is known of the other watched roots where one of them was read. */
export interface OtherRoots {
  /** What they declare of what is not theirs, in all files of their last readings. */
  readonly claims: ReadonlyMap<ResourceId, readonly Rival[]>
  /** What is theirs, and was in no file of theirs. */
  readonly lacking: ReadonlySet<ResourceId>
  /** Readings of all roots are counted as they begin; this one began last. */
  readonly lastReading: number
  /** The one whose last reading began the longest ago. */
  readonly stalest: { readonly root: string; readonly reading: number }
  readonly faults: readonly Fault[]
}

/** A file of another root that can't be used, or a root that can't be read whole. */
export interface Fault {
  readonly in: string
  /** Ms since the epoch. */
  readonly since: number
  /** What went missing elsewhere so long after, ms, may be in it: both may be of one change. */
  readonly graceMs: number
}

/** Another root’s claim, which counts where its file has no fault. */
export interface Rival extends Heir {
  readonly isSound: boolean
}

/** A root that lacks something, beside others. */
export interface LackInput {
  readonly history: RootHistory
  readonly others?: OtherRoots
}

/**
 * The other root, or its file, for which it can't be told yet whether what is missing stands there: it was not read since that is
 * missing, or can't be since about that time.
 */
export function doubtOf(id: ResourceId, { history, others }: LackInput): string | undefined {
  if (!others) return undefined
  const { seenAs = others.lastReading, since = Infinity } = history.missing.get(id) ?? {}
  if (others.stalest.reading <= seenAs) return others.stalest.root
  return others.faults.find((fault) => fault.since > since - fault.graceMs)?.in
}

/** Whether another root may have what is missing: what refers to it is right for now. */
export function mayBeElsewhere(id: ResourceId, input: LackInput): boolean {
  return input.others?.claims.has(id) === true || doubtOf(id, input) !== undefined
}

/** The root that declares just what this one did: it changes nothing to give it that. */
export function sameElsewhere({ id, hash }: Accepted, { others }: LackInput): Heir | undefined {
  return single((others?.claims.get(id) ?? []).filter(({ isSound, claim }) => isSound && claim.manifest.hash === hash))
}

/** The root that declares it, where no other does, nor a second file of it. */
export function soleHeir(id: ResourceId, { others }: LackInput): Heir | undefined {
  const only = single(others?.claims.get(id) ?? [])
  return only?.isSound ? only : undefined
}

function single<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined
}
