import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { Settings } from '../../../api/v1/settings.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Heir } from './hand-over.ts'
import { type Hold, holdOf, shownIds } from '../facts/hold.ts'
import { offWords } from '../reading/inactive.ts'
import { heirOf, type OtherRoots } from './other-roots.ts'
import { isSameMount, type Mount, mountWords } from '../disk/mounts.ts'
import { type ResourceId, type RootReading, type SourceReason, stacksOf } from '../reading/reading.ts'

/** What a root remembers from one reading to the next. */
export interface RootHistory {
  /** The commit of its last complete reading. */
  readonly head?: string
  /** What the last complete readings did not have, since when, and whether a commit took it away. */
  readonly missing: ReadonlyMap<ResourceId, Missing>
  /** When the last complete reading was, in the time that waits are counted in. */
  readonly at?: number
  /** What file changes deleted lately, with how many resources the root declared before. */
  readonly lost: readonly Loss[]
  /** How many resources it declared when what is missing now began to be; absent: nothing is missing. */
  readonly declared?: number
  /** Whether what is missing waits for an approval. */
  readonly held?: true
}

/** Something that the last complete readings did not have. */
export interface Missing {
  /** When its wait began in this process, in a time that no setting of the machine's moves; infinite: it has not, as it is known from a process before, or is held as a whole (S3). */
  readonly since: number
  readonly committed: boolean
  /** How long processes before this one waited for it, ms. */
  readonly beforeMs?: number
}

/** One deletion by file change. */
export interface Loss {
  /** Ms since the epoch, by the machine's time as it is set now. */
  readonly at: number
  /** The same in the time that waits are counted in; absent: it was in a process before. */
  readonly since?: number
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
  readonly others?: OtherRoots | undefined
  /** The stacks that it declares after this reading. */
  readonly stacksAfter: ReadonlySet<string>
  /** Whether any manifest is left in it. */
  readonly isEmpty: boolean
  readonly committed: boolean
  /** The file system that a path is on now; absent: nobody knows. */
  readonly mountOf?: RootReading['mountOf']
  /** The profiles, all off, of what the files have still. */
  readonly inactive?: ReadonlyMap<ResourceId, readonly string[]>
  readonly history: RootHistory
  readonly approvals: ReadonlySet<string>
  readonly now: number
  /** What waits are counted in, ms: goes on evenly where `now` jumps. */
  readonly steady: number
  readonly settings: Settings
}

/** What becomes of missing resources. */
export interface LossPlan {
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

/** A deletion that waits for its time. */
export interface PendingDeletion {
  readonly id: ResourceId
  readonly dueAt: number
  /** The file of another root that has it from then on, in place of the deletion. */
  readonly heir?: string
}

/** What would be deleted, and another root declares: that one has it from now on, as it stands. */
export interface Inheritance {
  readonly accepted: Accepted
  readonly heir: Heir
}

/** Decides on what a complete reading lacks (S2, S3): delete now, later, or only when approved. */
export function planLosses(input: LossInput): LossPlan {
  const { steady, settings, root } = input
  const { held: wasHeld, declared: _before, ...history } = input.history
  const declared = declaredBefore(input)
  // What a hold counts is counted as long as it stands: it waits for a person, and no time ends it (S3).
  const all = history.lost.map((loss) => timedLoss(loss, input))
  const lost = wasHeld
    ? [...all, ...takenFrom(input)]
    : all.filter(({ since = steady }) => since > steady - settings.lossWindowMs)
  const missing = new Map(input.missing.map(({ id }) => [id, missingSince(id, input)]))
  const next = { ...history, missing, lost, at: steady }
  // An apply of other stacks says nothing of what is held.
  const isLeft = wasHeld && root === DESIRED
  if (input.missing.length === 0) return { deletions: [], pending: [], history: isLeft ? { ...next, declared } : next }
  const hold = holdOn(input, lost, declared)
  if (hold && !input.approvals.has(hold.id)) {
    // While a person puts back what is held, file by file, no time runs on the rest: that is seen missing twice from then on (S2).
    const held = new Map(input.missing.map(({ id }) => [id, { since: Infinity, committed: false }]))
    return { deletions: [], pending: [], hold, history: { ...next, declared, missing: held, held: true } }
  }
  // What was approved is not counted again: the next loss is judged by what is left.
  const none = { ...next, missing: new Map(), lost: [] }
  if (hold) return { deletions: input.missing, pending: [], approved: hold.id, history: none }
  return dueOf(input, { ...next, declared })
}

/** What a command deleted of what is held: it makes the rest no smaller a part of the loss, and is no approval of that. */
function takenFrom({ history, declared, now, steady }: LossInput): readonly Loss[] {
  const left = new Set(declared.map(({ id }) => id))
  const before = history.declared ?? declared.length
  const taken = [...history.missing.keys()].filter((id) => !left.has(id))
  return taken.map((id) => ({ at: now, since: steady, id, declared: before }))
}

/** How many resources were declared when what is missing now began to be. */
export function declaredBefore({ history, declared }: Pick<LossInput, 'history' | 'declared'>): number {
  return Math.min(history.declared ?? Infinity, declared.length)
}

/** Less than this between the machine's time and the one that waits are counted in is no setting of it. */
const SLEWED_MS = 1_000

/** Goes on from what the machine's time says of a loss in a process before; from then on the window is as long, however that is set, and the next process sees it so. */
function timedLoss({ at, since: known, ...loss }: Loss, { now, steady }: LossInput): Loss {
  const since = known ?? steady - Math.max(0, now - at)
  const isAt = now - (steady - since)
  return { ...loss, since, at: Math.abs(isAt - at) < SLEWED_MS ? at : isAt }
}

/** What was missing in a process before goes on from what that one waited: the time between them does not count. */
function missingSince(id: ResourceId, { history, committed, steady }: LossInput): Missing {
  const before = history.missing.get(id) ?? { since: steady, committed }
  return { ...before, since: Math.min(before.since, steady), committed: committed || before.committed }
}

function dueOf(input: LossInput, { declared, ...history }: RootHistory & { readonly declared: number }): LossPlan {
  const waits = new Map(input.missing.map((each) => [each, waitOf(input, each, history)]))
  const deletions = input.missing.filter((each) => (waits.get(each) ?? 0) <= 0)
  const pending = [...waits].flatMap(([each, wait]): PendingDeletion[] => {
    const heir = heirOf(each, input.others?.claims)?.claim.file.file
    return wait > 0 ? [{ id: each.id, dueAt: input.now + wait, ...(heir === undefined ? {} : { heir }) }] : []
  })
  const lost = deletions.map(({ id }) => ({ at: input.now, since: input.steady, id, declared }))
  const missing = new Map(history.missing)
  for (const { id } of deletions) missing.delete(id)
  const plan = { deletions, pending, history: { ...history, missing, lost: [...history.lost, ...lost] } }
  if (pending.length === 0) return plan
  const nextMs = Math.min(...pending.map(({ dueAt }) => dueAt)) - input.now
  // Read in between, too: what a process waited is kept with each reading, should it end.
  const waiting = { ...plan, history: { ...plan.history, declared } }
  return { ...waiting, againIn: Math.min(nextMs, Math.max(input.settings.deletionWaitMs, MIN_REREAD_MS)) }
}

/** So long after a commit was seen in one root it has been seen in the others. */
const COMMITTED_MS = 2_000

/** However short the waits are set. */
const MIN_REREAD_MS = 1_000

function waitOf(
  { steady, settings, stacksAfter, others }: LossInput,
  { id, object }: Accepted,
  history: RootHistory,
): number {
  const { since, committed, beforeMs = 0 }: Missing = history.missing.get(id) ?? { since: steady, committed: false }
  const stack = object.metadata.namespace
  const wholeStack = stack !== undefined && !stacksAfter.has(stack)
  if (!wholeStack) return since + settings.deletionWaitMs - steady
  // Each process sees it missing twice.
  const leastMs = Math.min(settings.deletionWaitMs, settings.stackHoldMs)
  const waitMs = Math.max(leastMs, settings.stackHoldMs - beforeMs)
  if (!committed) return since + waitMs - steady
  return others ? since + Math.min(waitMs, COMMITTED_MS) - steady : 0
}

/** `declared`: what is missing is a part of so many; what came since, as under another name, does not make it a smaller one. */
function holdOn(input: LossInput, lost: readonly Loss[], declared: number): Hold | undefined {
  const { root, missing, settings } = input
  const off = unmounted(input)
  const reason = off.length > 0 ? sourceReasons.unmounted : reasonToHold(input, lost, declared)
  if (!reason) return undefined
  const isApplied = root === DESIRED
  const [of, from] = isApplied ? ['that were applied', 'the files'] : [`of ${root}`, 'its files']
  const minutes = Math.ceil(settings.lossWindowMs / 60_000)
  const earlier = lost.length === 0 ? '' : `, after ${lost.length} within ${minutes} min`
  const words: Partial<Record<SourceReason, string>> = {
    [sourceReasons.unmounted]: unmountedWords(off),
    [sourceReasons.rootEmptied]: isApplied
      ? 'no manifest is left of what was applied'
      : `no manifest is left in ${root}`,
    [sourceReasons.lastStackNeedsApproval]: `the last stack ${isApplied ? 'that was applied' : of} is gone from ${from}`,
    [sourceReasons.lossesNeedApproval]: `${missing.length} of ${Math.max(declared, missing.length)} resources ${of} are gone from ${from}${earlier}`,
  }
  return holdOf({
    root,
    reason,
    resources: missing,
    message: `${words[reason] ?? ''}${offAmong(input)}; nothing is deleted until it is approved${runningOn(input)}`,
  })
}

/** That the stacks of which nothing is left run on, beside what came in their place, and how one of them goes alone. */
function runningOn({ missing, stacksAfter, root }: LossInput): string {
  const services = missing.filter(({ object }) => object.kind === 'Service')
  const whole = stacksOf(services.map(({ id }) => id)).filter((stack) => !stacksAfter.has(stack))
  const [first] = whole
  if (first === undefined) return ''
  const isOne = whole.length === 1
  const isAll = isOne && missing.every(({ object }) => object.metadata.namespace === first)
  const alone =
    isAll || root === DESIRED ? '' : ` (\`reconcile delete --stack ${first}\` ends ${isOne ? 'it' : 'that one'} alone)`
  return `, and ${isOne ? `stack ${first} runs` : `stacks ${shownIds(whole)} run`} on${alone}`
}

/** What is missing, and the file systems that its file was on and that its place is on now. */
interface Unmounted {
  readonly accepted: Accepted
  readonly was: Mount
  readonly now: Mount
}

/** What is missing and was on a file system that its place is not on any more: that may have been unmounted by accident (S2). */
function unmounted({ missing, mountOf }: LossInput): readonly Unmounted[] {
  return missing.flatMap((accepted) => {
    const [was, now] = [accepted.mount, mountOf?.(accepted.file)]
    return was && now && !isSameMount(was, now) ? [{ accepted, was, now }] : []
  })
}

function unmountedWords([first, ...more]: readonly Unmounted[]): string {
  if (!first) return ''
  const { id, file } = first.accepted
  const [who, them] = more.length === 0 ? [id, 'it'] : [`${id} and ${more.length} more`, 'them']
  const was = `its file ${file} was on ${mountWords(first.was)}`
  return `${who}: ${was}, and that place is on ${mountWords(first.now)}, now: mount the former again to keep ${them}`
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

function reasonToHold(input: LossInput, lost: readonly Loss[], declared: number): SourceReason | undefined {
  const { missing, stacksAfter, isEmpty, settings } = input
  if (isEmpty) return sourceReasons.rootEmptied
  const hadStack = input.declared.some(({ object }) => object.metadata.namespace !== undefined)
  if (hadStack && stacksAfter.size === 0) return sourceReasons.lastStackNeedsApproval
  const total = missing.length + lost.length
  const before = lost[0]?.declared ?? declared
  const tooMany = total > settings.lossCount && total > before * settings.lossRatio
  return tooMany ? sourceReasons.lossesNeedApproval : undefined
}

/** What a root has accepted and not begun to delete. */
export function declaredBy(root: string, accepted: ReadonlyMap<ResourceId, Accepted>): Accepted[] {
  return [...accepted.values()].filter((each) => each.root === root && !isBeingDeleted(each.object))
}
