import { stableJson } from '../../../api/v1/language/hash.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { Settings } from '../../../api/v1/settings.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import { type Claim, type Claims, settleClaims } from './claims.ts'
import { heldSpecs } from './held-specs.ts'
import type { Hold } from '../facts/hold.ts'
import { inactiveIn, offWords } from '../reading/inactive.ts'
import {
  declaredBefore,
  declaredBy,
  type Inheritance,
  planLosses,
  type LossPlan,
  type PendingDeletion,
  type RootHistory,
} from './losses.ts'
import { isSameMount } from '../disk/mounts.ts'
import type { MissingFromFiles } from '../facts/missing-facts.ts'
import { heirOf, type OtherRoots } from './other-roots.ts'
import {
  type FileReading,
  type ReadManifest,
  type ResourceId,
  type RootReading,
  type SourceError,
  stacksOf,
} from '../reading/reading.ts'
import { refuseMisfits } from '../reading/sets.ts'

/** What is decided on: one reading of one root, and all that was accepted before, of every root. */
export interface AcceptanceInput {
  readonly root: string
  readonly reading: RootReading
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
  readonly history: RootHistory
  /** Absent: there are none. */
  readonly others?: OtherRoots | undefined
  /** The ids of holds that were approved. */
  readonly approvals: ReadonlySet<string>
  /** False until every root and every host was read once. */
  readonly mayDelete: boolean
  /** Which absent resources are missing; without it, each that the root declared. */
  readonly inScope?: (accepted: Accepted) => boolean
  /** Accepts what is unchanged too: the store may have been changed by a command since. */
  readonly again?: boolean
  /** Whether very many more replicas of it need no approval: a command said so, or the state is made anew. */
  readonly mayGrow?: (id: ResourceId) => boolean
  readonly now: number
  /** What the waits for deletions are counted in, ms; absent: `now`, where no time passes. */
  readonly steady?: number
  readonly settings: Settings
}

/** One thing to do about a resource or file. */
export type AcceptanceAction =
  | { readonly do: 'accept'; readonly claim: Claim }
  | { readonly do: 'keep'; readonly file: string; readonly resources: readonly ResourceId[] }
  | { readonly do: 'hold'; readonly hold: Hold }
  | ({ readonly do: 'hand over' } & Inheritance)
  | { readonly do: 'delete'; readonly id: ResourceId; readonly because: string }

/** What to do, what is wrong, and when to look again. */
export interface AcceptancePlan {
  readonly actions: readonly AcceptanceAction[]
  /** What counts as it stands in its file now, news or not: what no manifest says, as the bytes that a Secret is made from, may be news. */
  readonly counting: readonly ReadManifest[]
  readonly errors: readonly SourceError[]
  /** What it declares, and another root has. */
  readonly disputed: ReadonlyMap<ResourceId, readonly Claim[]>
  readonly history: RootHistory
  /** Whether this reading says what is missing; if not, holds stay that are on deletions, or on nothing that it decided on. */
  readonly judged: boolean
  /** What counts as its file says, or is held back for that. */
  readonly decided: ReadonlySet<ResourceId>
  /** Which resources it says that of; absent: all. */
  readonly judges?: (id: ResourceId) => boolean
  /** What goes later, unless it comes back. */
  readonly pending: readonly PendingDeletion[]
  /** What is in no file any more, whatever becomes of it; nothing where that can't be told. */
  readonly missing: MissingFromFiles
  readonly againIn?: number
}

/** Decides what of a reading is accepted, kept, held and deleted (S1 to S3). Pure and total. */
export function planAcceptance(input: AcceptanceInput): AcceptancePlan {
  const { root, reading, accepted } = input
  const claims = settleClaims({ root, reading, accepted, others: input.others })
  const complete = () => reading.incomplete === undefined && claims.broken.size === 0
  const isThere = (each: Accepted) => each.root !== root || !complete() || !isMissing(input, claims, each)
  const isInherited = (each: Accepted) => heirOf(each, input.others?.claims) !== undefined
  if (mayNotFit(input, claims)) refuseMisfits({ root, claims, accepted, stays: isThere, isInherited })
  const held = heldSpecs(input, claims)
  const accepts = [...claims.winners.values()].filter(
    (claim) => !held.ids.has(claim.manifest.id) && (input.again || isNews(input, claim)),
  )
  const judged = complete() && input.mayDelete
  const inactive = inactiveIn(reading.files.values())
  const losses = judged ? planLosses({ ...lossInput(input, claims), inactive }) : undefined
  return {
    actions: [
      ...accepts.map((claim) => ({ do: 'accept' as const, claim })),
      ...[...claims.broken].map((file) => ({ do: 'keep' as const, file, resources: heldBy(input, file) })),
      ...[...held.holds, losses?.hold].flatMap((hold) => (hold ? [{ do: 'hold' as const, hold }] : [])),
      ...(losses?.deletions ?? []).map((each): AcceptanceAction => {
        const { id, file } = each
        const heir = heirOf(each, input.others?.claims)
        if (heir) return { do: 'hand over', accepted: each, heir }
        const because = `${lossWords(input, file, inactive.get(id))}${losses?.approved ? `, as approved (${losses.approved})` : ''}`
        return { do: 'delete', id, because }
      }),
    ],
    counting: countingOf(input, claims, held.ids),
    disputed: claims.disputed,
    errors: [...rootErrors(input), ...claims.errors, ...keptBackErrors(input, claims), ...unreadErrors(input, claims)],
    judged,
    decided: new Set(claims.winners.keys()),
    pending: losses?.pending ?? [],
    missing: missingOf(input, claims),
    ...historyOf(input, claims, losses),
  }
}

/** Where a service waits for approval, what was accepted from its file before waits with it: the file of variables may be cut off (S3). */
function countingOf({ accepted }: AcceptanceInput, { winners }: Claims, held: ReadonlySet<ResourceId>): ReadManifest[] {
  const all = [...winners.values()]
  const waiting = new Set(all.flatMap(({ manifest, file }) => (held.has(manifest.id) ? [file.file] : [])))
  return all
    .filter(({ manifest, file }) => !waiting.has(file.file) || !accepted.has(manifest.id))
    .map(({ manifest }) => manifest)
}

/** Why what a file declared is missing; `profiles`: those, all off, of what it has still. */
function lossWords({ root, reading }: AcceptanceInput, file: string, profiles?: readonly string[]): string {
  if (profiles) return `${file} has it, and ${offWords(root, profiles)}`
  if (reading.files.has(file)) return `${file} does not declare it any more`
  return root === DESIRED ? `nothing that was applied now declares it (${file} did)` : `${file} is gone`
}

/** What another root declared as well, as long as that could be read, is not known to be lost. */
function isMissing(input: AcceptanceInput, claims: Claims, each: Accepted): boolean {
  return isAbsent(input, claims, each) && !input.others?.unread.has(each.id)
}

/** With the files of other roots that have it from then on. */
function missingOf(input: AcceptanceInput, claims: Claims): MissingFromFiles {
  if (input.reading.incomplete) return new Map()
  const missing = [...input.accepted.values()].filter((each) => isMissing(input, claims, each))
  return new Map(missing.map((each) => [each.id, heirOf(each, input.others?.claims)?.claim.file.file ?? '']))
}

function isAbsent(input: AcceptanceInput, { named, broken }: Claims, each: Accepted): boolean {
  const { id, root, file, object } = each
  if (root !== input.root || named.has(id) || broken.has(file) || isBeingDeleted(object)) return false
  return input.inScope?.(each) ?? true
}

/** What was accepted fits together: only something new or missing can change that. */
function mayNotFit(input: AcceptanceInput, claims: Claims): boolean {
  const isNew = [...claims.winners.values()].some((claim) => isNews(input, claim))
  return isNew || [...input.accepted.values()].some((each) => isMissing(input, claims, each))
}

/** Equal in spec, labels and annotations, and still in the same file of this root, of the same parts: nothing to write. */
function isNews({ root, accepted }: AcceptanceInput, { manifest, file }: Claim): boolean {
  const before = accepted.get(manifest.id)
  if (!before || before.root !== root || isBeingDeleted(before.object)) return true
  const isSame = before.hash === manifest.hash && before.file === file.file && before.fileHash === file.hash
  if (file.mount && !isSameMount(file.mount, before.mount)) return true
  const filesOf = ({ parts = [], listed = [] }: Pick<FileReading, 'parts' | 'listed'>) => stableJson([parts, listed])
  return !isSame || filesOf(before) !== filesOf(file)
}

function heldBy({ root, accepted }: AcceptanceInput, file: string): ResourceId[] {
  return [...accepted.values()].filter((each) => each.root === root && each.file === file).map(({ id }) => id)
}

function lossInput(input: AcceptanceInput, claims: Claims): Parameters<typeof planLosses>[0] {
  const { root, accepted, reading, history, approvals, now, steady = now, settings, others } = input
  const declared = declaredBy(root, accepted)
  const missing = declared.filter((each) => isMissing(input, claims, each))
  const gone = new Set(missing.map(({ id }) => id))
  const left = declared.filter(({ id }) => !gone.has(id)).map(({ object }) => object)
  const after = [...left, ...[...claims.winners.values()].map(({ manifest }) => manifest.object)]
  const stacksAfter = new Set(after.flatMap((object) => object.metadata.namespace ?? []))
  const { committed } = reading
  return {
    root,
    declared,
    missing,
    stacksAfter,
    isEmpty: after.length === 0,
    mountOf: reading.mountOf,
    committed,
    history,
    approvals,
    now,
    steady,
    settings,
    others,
  }
}

/**
 * Only a complete reading changes what is remembered; what stands in a file again is forgotten by any, and how many there were is noted
 * before any accepts others in the place of what is missing.
 */
function historyOf(
  input: AcceptanceInput,
  claims: Claims,
  losses: LossPlan | undefined,
): Pick<AcceptancePlan, 'history' | 'againIn'> {
  const { head } = input.reading
  if (!losses) {
    const { history, root, accepted } = input
    const missing = [...history.missing].filter(([id]) => !claims.named.has(id))
    const before = declaredBy(root, accepted)
    const declared = before.some((each) => isMissing(input, claims, each))
      ? { declared: declaredBefore({ history, declared: before }) }
      : {}
    return { history: { ...history, ...declared, missing: new Map(missing) } }
  }
  const history = head === undefined ? losses.history : { ...losses.history, head }
  return losses.againIn === undefined ? { history } : { history, againIn: losses.againIn }
}

/** What is in no file any more may stand in the one that can't be read. */
function keptBackErrors(input: AcceptanceInput, claims: Claims): SourceError[] {
  const [broken] = claims.broken
  const missing = [...input.accepted.values()].filter((each) => isMissing(input, claims, each)).map(({ id }) => id)
  if (broken === undefined || input.reading.incomplete || missing.length === 0) return []
  const place = { file: broken, line: 1, column: 1, origin: 'literal' as const }
  const message = `${missing.slice(0, 10).join(', ')}: in no file any more, and kept until this one can be used`
  const of = { root: input.root, reason: sourceReasons.deletionHeldBack, resources: missing, stacks: stacksOf(missing) }
  return [{ ...of, place, path: '', message }]
}

/** What may stand in a file of another root that can't be read now. */
function unreadErrors(input: AcceptanceInput, claims: Claims): SourceError[] {
  const { root, reading, others, accepted } = input
  if (reading.incomplete) return []
  return [...(others?.unread ?? [])].flatMap(([id, file]) => {
    const each = accepted.get(id)
    if (!each || !isAbsent(input, claims, each)) return []
    const place = { file: each.file, line: 1, column: 1, origin: 'literal' as const }
    const message = `${id}: in no file any more, and kept until ${file}, which declared it as well, can be read again`
    const of = { root, reason: sourceReasons.deletionHeldBack, resources: [id], stacks: stacksOf([id]) }
    return [{ ...of, place, path: '', message }]
  })
}

function rootErrors({ root, reading, accepted }: AcceptanceInput): SourceError[] {
  const { incomplete } = reading
  if (!incomplete) return []
  const resources = declaredBy(root, accepted).map(({ id }) => id)
  const place = { file: root, line: 1, column: 1, origin: 'literal' as const }
  const message = `not read completely, so that nothing is deleted: ${incomplete.message}`
  return [{ root, reason: incomplete.reason, resources, stacks: stacksOf(resources), place, path: '', message }]
}
