import { groupBy } from '../../../api/v1/language/group-by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { aboutFile } from '../../../api/v1/provenance.ts'
import type { Settings } from '../../../api/v1/settings.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import { type Claim, type ClaimInput, type Claims, settleClaims } from './claims.ts'
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

/** The input of a decision: one reading of one root, and everything accepted before, of every root. */
export interface AcceptanceInput {
  readonly root: string
  readonly reading: RootReading
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
  readonly history: RootHistory
  /** Absent: there are no other roots. */
  readonly others?: OtherRoots | undefined
  /** The ids of approved holds. */
  readonly approvals: ReadonlySet<string>
  /** False until every root and every host was read once. */
  readonly mayDelete: boolean
  /** As in `ClaimInput`. */
  readonly isPart?: ClaimInput['isPart']
  /** Which absent resources count as missing; absent: all that the root declared. */
  readonly inScope?: (accepted: Accepted) => boolean
  /** Accepts unchanged manifests too, as a command may have changed the store since. */
  readonly again?: boolean
  /** Whether a large growth of a resource's replicas needs no approval, as a command asked for it or the state is rebuilt. */
  readonly mayGrow?: (id: ResourceId) => boolean
  /** Whether a file exists; absent: all do. */
  readonly isThere?: ((file: string) => boolean) | undefined
  readonly now: number
  /** Monotonic time for the waits before deletions, ms; absent: `now`, where no time passes. */
  readonly steady?: number
  readonly settings: Settings
}

export type AcceptanceAction =
  | { readonly do: 'accept'; readonly claim: Claim }
  | { readonly do: 'keep'; readonly file: string; readonly resources: readonly ResourceId[] }
  | { readonly do: 'hold'; readonly hold: Hold }
  | ({ readonly do: 'hand over' } & Inheritance)
  | {
      readonly do: 'delete'
      readonly id: ResourceId
      readonly because: string
      /** The object that is created to be deleted, of what hosts have and this state has not. */
      readonly found?: ObjectOf
    }

export interface AcceptancePlan {
  readonly actions: readonly AcceptanceAction[]
  /**
   * The manifests in force as their files declare them, changed or not: the bytes behind a Secret may have changed without its manifest.
   */
  readonly counting: readonly ReadManifest[]
  readonly errors: readonly SourceError[]
  /** Resources that it declares but another root owns. */
  readonly disputed: ReadonlyMap<ResourceId, readonly Claim[]>
  readonly history: RootHistory
  /** Whether this reading could tell what is missing. If not, earlier holds stay, except those on specs that it decided on. */
  readonly judged: boolean
  /** The resources whose specs were accepted or held. */
  readonly decided: ReadonlySet<ResourceId>
  /** Which resources the reading covered; absent: all. */
  readonly judges?: (id: ResourceId) => boolean
  /** The deletions that are not due yet. */
  readonly pending: readonly PendingDeletion[]
  /** The resources that are in no file any more, whatever becomes of them; empty where the reading was incomplete. */
  readonly missing: MissingFromFiles
  readonly againIn?: number
}

/** Decides which manifests of a reading are accepted, kept, held and deleted (S1 to S3). Pure and total. */
export function planAcceptance(input: AcceptanceInput): AcceptancePlan {
  const { root, reading, accepted, others, isThere: exists, isPart } = input
  const claims = settleClaims({ root, reading, accepted, others, isThere: exists, isPart })
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
      ...keeps(input, claims),
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

/**
 * The manifests in force. Where a service waits for approval, accepted resources of its file wait with it, as its file of variables may be
 * truncated (S3).
 */
function countingOf({ accepted }: AcceptanceInput, { winners }: Claims, held: ReadonlySet<ResourceId>): ReadManifest[] {
  const all = [...winners.values()]
  const waiting = new Set(all.flatMap(({ manifest, file }) => (held.has(manifest.id) ? [file.file] : [])))
  return all
    .filter(({ manifest, file }) => !waiting.has(file.file) || !accepted.has(manifest.id))
    .map(({ manifest }) => manifest)
}

/** Says why a resource is missing; `profiles`: those of a service that the file still has, all off. */
function lossWords({ root, reading }: AcceptanceInput, file: string, profiles?: readonly string[]): string {
  if (profiles) return `${file} has it, and ${offWords(root, profiles)}`
  if (reading.files.has(file)) return `${file} does not declare it any more`
  return root === DESIRED ? `nothing that was applied now declares it (${file} did)` : `${file} is gone`
}

/** Whether a resource is missing. Not if another root declared it too and its file there can't be read now. */
function isMissing(input: AcceptanceInput, claims: Claims, each: Accepted): boolean {
  return isAbsent(input, claims, each) && !input.others?.unread.has(each.id)
}

/** The missing resources, each with the file of another root that takes it over. */
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

/** Whether the set must be validated: what was accepted is valid, so only new or missing resources matter. */
function mayNotFit(input: AcceptanceInput, claims: Claims): boolean {
  const isNew = [...claims.winners.values()].some((claim) => isNews(input, claim))
  return isNew || [...input.accepted.values()].some((each) => isMissing(input, claims, each))
}

/**
 * Whether a claim differs from what was accepted: in spec, labels or annotations, or in the root, file, mount or parts that it came from.
 */
function isNews({ root, accepted }: AcceptanceInput, { manifest, file }: Claim): boolean {
  const before = accepted.get(manifest.id)
  if (!before || before.root !== root || isBeingDeleted(before.object)) return true
  const isSame = before.hash === manifest.hash && before.file === file.file && before.fileHash === file.hash
  if (file.mount && !isSameMount(file.mount, before.mount)) return true
  const filesOf = ({ parts = [], listed = [] }: Pick<FileReading, 'parts' | 'listed'>) => stableJson([parts, listed])
  return !isSame || filesOf(before) !== filesOf(file)
}

function keeps({ root, accepted }: AcceptanceInput, { broken }: Claims): AcceptanceAction[] {
  const held = groupBy(ofRoot(root, accepted), ({ file }) => file)
  return [...broken].map((file) => ({ do: 'keep', file, resources: (held.get(file) ?? []).map(({ id }) => id) }))
}

function ofRoot(root: string, accepted: AcceptanceInput['accepted']): Accepted[] {
  return [...accepted.values()].filter((each) => each.root === root)
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
    named: claims.winners,
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
 * The history after a reading. Only a complete reading adds to it. Any reading forgets what is declared again, and records how many
 * resources there were before it accepts replacements for missing ones.
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

/** The error that missing resources are kept, as they may be in a file that can't be read. */
function keptBackErrors(input: AcceptanceInput, claims: Claims): SourceError[] {
  const [broken] = claims.broken
  const missing = [...input.accepted.values()].filter((each) => isMissing(input, claims, each)).map(({ id }) => id)
  if (broken === undefined || input.reading.incomplete || missing.length === 0) return []
  const message = `${missing.slice(0, 10).join(', ')}: in no file any more, and kept until this one can be used`
  const of = { root: input.root, reason: sourceReasons.deletionHeldBack, resources: missing, stacks: stacksOf(missing) }
  return [{ ...of, ...aboutFile(broken, message) }]
}

/** The errors that missing resources are kept, as they may be in an unreadable file of another root. */
function unreadErrors(input: AcceptanceInput, claims: Claims): SourceError[] {
  const { root, reading, others, accepted, mayDelete } = input
  if (reading.incomplete || !mayDelete) return []
  return [...(others?.unread ?? [])].flatMap(([id, files]) => {
    const each = accepted.get(id)
    if (!each || !isAbsent(input, claims, each)) return []
    const message = `${id}: in no file any more, and kept until ${files.join(' and ')}, which declared it as well, can be read again`
    const of = { root, reason: sourceReasons.deletionHeldBack, resources: [id], stacks: stacksOf([id]) }
    return [{ ...of, ...aboutFile(each.file, message) }]
  })
}

function rootErrors({ root, reading, accepted }: AcceptanceInput): SourceError[] {
  const { incomplete } = reading
  if (!incomplete) return []
  const resources = declaredBy(root, accepted).map(({ id }) => id)
  const message = `not read completely, so that nothing is deleted: ${incomplete.message}`
  const of = { root, reason: incomplete.reason, resources, stacks: stacksOf(resources) }
  return [{ ...of, ...aboutFile(root, message) }]
}
