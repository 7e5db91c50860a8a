import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { sourceReasons } from '../../api/v1/reasons.ts'
import type { Settings } from '../../api/v1/settings.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Heir, OtherRoots } from './hand-over.ts'
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
  /** What is missing here is no loss where another one has it from now on. */
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
  readonly inherited: readonly Inheritance[]
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

/** Something that another root has from now on, as it stands. */
export interface Inheritance {
  readonly accepted: Accepted
  readonly heir: Heir
}

/** A deletion that waits for its time, or that another root has it from then on. */
export interface PendingDeletion {
  readonly id: ResourceId
  readonly dueAt: number
  /** The file that declares it there. */
  readonly heir?: string
}

/** Decides on what a complete reading lacks (S2, S3): hand it over, or delete it now, later, or only when approved. */
export function planLosses(input: LossInput): LossPlan {
  const history = remembered(input)
  const { inherited, unseen, lost } = sorted(input, history)
  const { pending: ofLost = [], ...plan } = planDeletions({ ...input, missing: lost }, history)
  const inheriting = dueOf(input, history, { of: inherited.map(({ accepted }) => accepted) })
  const looking = dueOf(input, history, { of: unseen, leastMs: input.settings.quietMs })
  const waited = new Map(plan.history.waited)
  for (const { id } of [...plan.deletions, ...inheriting.due]) waited.delete(id)
  const pending = [...ofLost, ...inheriting.pending, ...looking.pending]
  return {
    ...{ ...plan, pending, history: { ...plan.history, waited } },
    inherited: inherited.filter(({ accepted }) => inheriting.due.includes(accepted)),
    ...(pending.length > 0 ? { againIn: nextLook(input, pending, unseen.length > 0) } : {}),
  }
}

interface Sorted {
  readonly inherited: readonly Inheritance[]
  /** What may stand in another root, for all that is known. */
  readonly unseen: readonly Accepted[]
  readonly lost: readonly Accepted[]
}

/** Who has what is missing: what has just left one root may have come into another that was not read since. */
function sorted(input: LossInput, history: RootHistory): Sorted {
  const { missing, others } = input
  const inherited = missing.flatMap((accepted): Inheritance[] => {
    const heir = others?.heirs.get(accepted.id)
    return heir ? [{ accepted, heir }] : []
  })
  const rest = missing.filter(({ id }) => !others?.heirs.has(id))
  const isUnseen = ({ id }: Accepted) => mayBeElsewhere({ ...input, history }, id)
  return { inherited, unseen: rest.filter(isUnseen), lost: rest.filter((each) => !isUnseen(each)) }
}

/** Whether another root has what is missing, or was not read since it is. */
export function mayBeElsewhere(
  { others, history, now }: Pick<LossInput, 'others' | 'history' | 'now'>,
  id: ResourceId,
): boolean {
  if (!others) return false
  return others.heirs.has(id) || (history.missing.get(id)?.since ?? now) > others.readAt
}

/** Read in between, too: what a process waited is kept with each reading, should it end. */
function nextLook({ now, settings }: LossInput, pending: readonly PendingDeletion[], soon: boolean): number {
  const nextMs = Math.min(...pending.map(({ dueAt }) => dueAt)) - now
  return Math.min(nextMs, soon ? settings.quietMs : Math.max(settings.deletionWaitMs, MIN_REREAD_MS))
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
function missingSince(id: ResourceId, { history, committed, now }: LossInput): Missing {
  const before = history.missing.get(id)
  if (before) return { ...before, committed: committed || before.committed }
  const beforeMs = history.waited?.get(id) ?? 0
  return { since: now, committed, ...(beforeMs > 0 ? { beforeMs } : {}) }
}

/** What nobody else has: all of it at once where that needs an approval, and each in its time where not. */
function planDeletions(
  input: LossInput,
  history: RootHistory,
): Pick<LossPlan, 'deletions' | 'approved' | 'hold' | 'history'> & Partial<Pick<LossPlan, 'pending'>> {
  const { missing, declared, others, approvals, now } = input
  if (missing.length === 0) return { deletions: [], history }
  const hold = holdOn(input, history.lost)
  if (hold && !approvals.has(hold.id)) return { deletions: [], hold, history }
  if (hold) {
    // What was approved is not counted again: the next loss is judged by what is left.
    const left = new Map([...history.missing].filter(([id]) => others?.heirs.has(id)))
    return { deletions: missing, approved: hold.id, history: { ...history, missing: left, lost: [] } }
  }
  const { due, pending } = dueOf(input, history, { of: missing })
  const lost = due.map(({ id }) => ({ at: now, id, declared: declared.length }))
  return { deletions: due, pending, history: { ...history, lost: [...history.lost, ...lost] } }
}

/** What of it goes now, and what later. */
function dueOf(
  input: LossInput,
  history: RootHistory,
  { of, leastMs = 0 }: { readonly of: readonly Accepted[]; readonly leastMs?: number },
): { readonly due: readonly Accepted[]; readonly pending: readonly PendingDeletion[] } {
  const waits = of.map((each) => ({ each, wait: Math.max(leastMs, waitOf(input, each, history)) }))
  const pending = waits.flatMap(({ each: { id }, wait }): PendingDeletion[] => {
    const heir = input.others?.heirs.get(id)?.claim.file.file
    return wait > 0 ? [{ id, dueAt: input.now + wait, ...(heir === undefined ? {} : { heir }) }] : []
  })
  return { due: waits.flatMap(({ each, wait }) => (wait > 0 ? [] : [each])), pending }
}

/** However short the waits are set. */
const MIN_REREAD_MS = 1_000

/** What another root declares just so has it at once: nothing changes by that. */
function waitOf(
  { now, settings, stacksAfter, others }: LossInput,
  { id, hash, object }: Accepted,
  history: RootHistory,
): number {
  const { since, committed, beforeMs = 0 }: Missing = history.missing.get(id) ?? { since: now, committed: false }
  const heir = others?.heirs.get(id)
  if (heir?.claim.manifest.hash === hash) return 0
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
