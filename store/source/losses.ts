import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { sourceReasons } from '../../api/v1/reasons.ts'
import type { Settings } from '../../api/v1/settings.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import { doubtOf, type OtherRoots, sameElsewhere, soleHeir } from './elsewhere.ts'
import type { Heir } from './hand-over.ts'
import { type Hold, holdOf } from './hold.ts'
import { offWords } from './inactive.ts'
import type { ResourceId, SourceReason } from './reading.ts'

/** What a root remembers from one reading to the next. */
export interface RootHistory {
  /** The commit of its last complete reading. */
  readonly head?: string
  /** What the last complete readings did not have, since when, and whether a commit took it away. */
  readonly missing: ReadonlyMap<ResourceId, Missing>
  /** What file changes deleted lately, with how many resources the root declared before. */
  readonly lost: readonly Loss[]
  /** How long what is missing was waited for up to the last complete reading, ms: in this process, and in those before it. */
  readonly waited?: ReadonlyMap<ResourceId, number>
}

/** Something that the last complete readings of this process did not have. */
export interface Missing {
  readonly since: number
  readonly committed: boolean
  /** How long processes before this one waited for it, ms. */
  readonly beforeMs?: number
  /** Which reading of all roots had begun last when it was first missed; absent: there are no others. */
  readonly seenAs?: number
}

/** One deletion by file change. */
export interface Loss {
  readonly at: number
  readonly id: ResourceId
  readonly declared: number
}

/** The history of a root that was never read. */
export const noHistory: RootHistory = { missing: new Map(), lost: [] }

/** What is asked about a root's missing resources. */
export interface LossInput {
  readonly root: string
  /** What the root had accepted before this reading. */
  readonly declared: readonly Accepted[]
  readonly missing: readonly Accepted[]
  /** Absent: there are none. */
  readonly others?: OtherRoots
  /** The stacks that it declares after this reading. */
  readonly stacksAfter: ReadonlySet<string>
  /** Whether any manifest is left in it. */
  readonly isEmpty: boolean
  readonly committed: boolean
  /** The profiles, all off, of what the files have still. */
  readonly inactive?: ReadonlyMap<ResourceId, readonly string[]>
  readonly history: RootHistory
  readonly approvals: ReadonlySet<string>
  readonly now: number
  readonly settings: Settings
}

/** What becomes of missing resources. */
export interface LossPlan {
  /** What another root has from now on, as it stands. */
  readonly inherited: readonly Inheritance[]
  /** What may stand in another root, for all that is known. */
  readonly undecided: readonly Doubt[]
  readonly deletions: readonly Accepted[]
  /** The approval that lets them go, where they needed one. */
  readonly approved?: string
  readonly hold?: Hold
  readonly history: RootHistory
  /** What goes later, unless it comes back, and when (ms since the epoch). */
  readonly pending: readonly PendingDeletion[]
  /** Milliseconds until something may be due. */
  readonly againIn?: number
}

/** Something that another root declares, and this one does not any more. */
export interface Inheritance {
  readonly accepted: Accepted
  readonly heir: Heir
}

/** Something that is missing, and another root, or its file, for which it can't be told yet whether it stands there. */
export interface Doubt {
  readonly id: ResourceId
  readonly in: string
  readonly since: number
}

/** A deletion that waits for its time. */
export interface PendingDeletion {
  readonly id: ResourceId
  readonly dueAt: number
  /** The file that has it from then on, in place of the deletion. */
  readonly heir?: string
}

/**
 * Decides on what a complete reading lacks (S2, S3): delete now, later, or only when approved. Another root that declares it has it in
 * place of a deletion, and at once where that is just the same; of a root that was emptied nothing goes anywhere unapproved.
 */
export function planLosses(input: LossInput): LossPlan {
  const history = remembered(input)
  const known = { ...input, history }
  const undecided = input.missing.flatMap(({ id }): Doubt[] => {
    const doubt = doubtOf(id, known)
    return doubt === undefined ? [] : [{ id, in: doubt, since: history.missing.get(id)?.since ?? input.now }]
  })
  const open = new Set(undecided.map(({ id }) => id))
  const decided = input.missing.filter(({ id }) => !open.has(id))
  const moved = input.isEmpty ? [] : decided.flatMap((each) => inheritance(each, sameElsewhere(each, known)))
  const inherited = new Set(moved.map(({ accepted }) => accepted))
  const lost = decided.filter((each) => !inherited.has(each))
  const plan = planDeletions({ ...input, missing: lost }, without(history, inherited))
  const againIn = nextLook(input, plan.pending, undecided.length > 0)
  return {
    ...{ ...plan, undecided, inherited: [...moved, ...plan.inherited] },
    ...(againIn === undefined ? {} : { againIn }),
  }
}

/** What is not missing any more, as it went to another root, or for good. */
function without(history: RootHistory, gone: Iterable<Accepted>): RootHistory {
  const ids = new Set([...gone].map(({ id }) => id))
  const left = <V>(of: ReadonlyMap<ResourceId, V> = new Map()) => new Map([...of].filter(([id]) => !ids.has(id)))
  return { ...history, missing: left(history.missing), waited: left(history.waited) }
}

function inheritance(accepted: Accepted, heir: Heir | undefined): Inheritance[] {
  return heir ? [{ accepted, heir }] : []
}

/** What is missing since when, and what was lost lately. */
function remembered(input: LossInput): RootHistory {
  const { now, settings, history } = input
  const lost = history.lost.filter((loss) => loss.at > now - settings.lossWindowMs)
  const missing = new Map(input.missing.map(({ id }) => [id, missingSince(id, input)]))
  const waits = [...missing].map(([id, { since, beforeMs = 0 }]): [ResourceId, number] => [id, beforeMs + now - since])
  return { ...history, missing, lost, waited: new Map(waits.filter(([, ms]) => ms > 0)) }
}

/** What was missing in a process before goes on from what that one waited: the time between them does not count. */
function missingSince(id: ResourceId, { history, committed, now, others }: LossInput): Missing {
  const before = history.missing.get(id)
  if (before) return { ...before, committed: committed || before.committed }
  const beforeMs = history.waited?.get(id) ?? 0
  return {
    ...{ since: now, committed },
    ...(beforeMs > 0 ? { beforeMs } : {}),
    ...(others ? { seenAs: others.lastReading } : {}),
  }
}

/** What nobody has just so: all of it at once where that needs an approval, and each in its time where not. */
function planDeletions(
  input: LossInput,
  history: RootHistory,
): Pick<LossPlan, 'inherited' | 'deletions' | 'approved' | 'hold' | 'history' | 'pending'> {
  const { missing, approvals } = input
  const none = { inherited: [], deletions: [], pending: [], history }
  if (missing.length === 0) return none
  const hold = holdOn(input, history.lost)
  if (hold && !approvals.has(hold.id)) return { ...none, hold }
  // What was approved is not counted again: the next loss is judged by what is left.
  if (hold)
    return { ...ended(input, { due: missing, history: { ...history, lost: [] } }), approved: hold.id, pending: [] }
  const waits = new Map(missing.map((each) => [each, waitOf(input, each, history)]))
  const due = missing.filter((each) => (waits.get(each) ?? 0) <= 0)
  const pending = [...waits].flatMap(([{ id }, wait]): PendingDeletion[] => {
    const heir = soleHeir(id, { ...input, history })?.claim.file.file
    return wait > 0 ? [{ id, dueAt: input.now + wait, ...(heir === undefined ? {} : { heir }) }] : []
  })
  const { deletions, ...after } = ended(input, { due, history })
  const lost = deletions.map(({ id }) => ({ at: input.now, id, declared: input.declared.length }))
  return { ...after, deletions, pending, history: { ...after.history, lost: [...after.history.lost, ...lost] } }
}

/** What becomes of what is due: a name that other roots have, without its being clear which file of them, stays as it is. */
function ended(
  input: LossInput,
  { due, history }: { readonly due: readonly Accepted[]; readonly history: RootHistory },
): Pick<LossPlan, 'inherited' | 'deletions' | 'history'> {
  const inherited = due.flatMap((each) => inheritance(each, soleHeir(each.id, { ...input, history })))
  const deletions = due.filter(({ id }) => !input.others?.claims.has(id))
  const gone = [...deletions, ...inherited.map(({ accepted }) => accepted)]
  return { inherited, deletions, history: without(history, gone) }
}

/** Read in between, too: what a process waited is kept with each reading, should it end. */
function nextLook(
  { now, settings }: LossInput,
  pending: readonly PendingDeletion[],
  isUndecided: boolean,
): number | undefined {
  if (pending.length === 0 && !isUndecided) return undefined
  const nextMs = Math.min(...pending.map(({ dueAt }) => dueAt)) - now
  return Math.min(nextMs, Math.max(settings.deletionWaitMs, MIN_REREAD_MS))
}

/** However short the waits are set. */
const MIN_REREAD_MS = 1_000

function waitOf({ now, settings, stacksAfter }: LossInput, { id, object }: Accepted, history: RootHistory): number {
  const { since, committed, beforeMs = 0 }: Missing = history.missing.get(id) ?? { since: now, committed: false }
  const stack = object.metadata.namespace
  const wholeStack = stack !== undefined && !stacksAfter.has(stack)
  if (!wholeStack) return since + settings.deletionWaitMs - now
  // Each process sees it missing twice.
  const leastMs = Math.min(settings.deletionWaitMs, settings.stackHoldMs)
  return committed ? 0 : since + Math.max(leastMs, settings.stackHoldMs - beforeMs) - now
}

function holdOn(input: LossInput, lost: readonly Loss[]): Hold | undefined {
  const { root, missing, declared, settings } = input
  const reason = reasonToHold(input, lost)
  if (!reason) return undefined
  const isApplied = root === DESIRED
  const [of, from] = isApplied ? ['that were applied', 'the files'] : [`of ${root}`, 'its files']
  const minutes = Math.ceil(settings.lossWindowMs / 60_000)
  const earlier = lost.length === 0 ? '' : `, after ${lost.length} within ${minutes} min`
  const words: Partial<Record<SourceReason, string>> = {
    [sourceReasons.rootEmptied]: isApplied
      ? 'no manifest is left of what was applied'
      : `no manifest is left in ${root}`,
    [sourceReasons.lastStackNeedsApproval]: `the last stack ${isApplied ? 'that was applied' : of} is gone from ${from}`,
    [sourceReasons.lossesNeedApproval]: `${missing.length} of ${declared.length} resources ${of} are gone from ${from}${earlier}`,
  }
  return holdOf({
    root,
    reason,
    resources: missing,
    message: `${words[reason] ?? ''}${offAmong(input)}; nothing is deleted until it is approved`,
  })
}

/** What of it the files have still. */
function offAmong({ root, missing, inactive }: LossInput): string {
  const off = missing.flatMap(({ id }) => {
    const profiles = inactive?.get(id)
    return profiles ? [`${id}: ${offWords(root, profiles)}`] : []
  })
  const [first] = off
  if (first === undefined) return ''
  const more = off.length === 1 ? '' : `, and ${off.length - 1} more of profiles that are off`
  return ` (${first}${more})`
}

function reasonToHold(input: LossInput, lost: readonly Loss[]): SourceReason | undefined {
  const { declared, missing, stacksAfter, isEmpty, settings } = input
  if (isEmpty) return sourceReasons.rootEmptied
  const hadStack = declared.some(({ object }) => object.metadata.namespace !== undefined)
  if (hadStack && stacksAfter.size === 0) return sourceReasons.lastStackNeedsApproval
  const total = missing.length + lost.length
  const before = lost[0]?.declared ?? declared.length
  const tooMany = total > settings.lossCount && total > before * settings.lossRatio
  return tooMany ? sourceReasons.lossesNeedApproval : undefined
}

/** What a root has accepted and not begun to delete. */
export function declaredBy(root: string, accepted: ReadonlyMap<ResourceId, Accepted>): Accepted[] {
  return [...accepted.values()].filter((each) => each.root === root && !isBeingDeleted(each.object))
}
