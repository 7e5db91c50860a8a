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

/** What a root remembers between readings. */
export interface RootHistory {
  /** The commit of the last complete reading. */
  readonly head?: string
  /** Resources missing from the last complete readings, since when, and whether a commit removed them. */
  readonly missing: ReadonlyMap<ResourceId, Missing>
  /** The monotonic time of the last complete reading, ms. */
  readonly at?: number
  /** Recent deletions by file changes. */
  readonly lost: readonly Loss[]
  /** How many resources it declared when the missing ones began to be missing; absent: nothing is missing. */
  readonly declared?: number
  /** Whether the missing resources wait for an approval. */
  readonly held?: true
}

/** A resource missing from the last complete readings. */
export interface Missing {
  /** When its wait began in this process, in monotonic ms. Infinity: not yet, as it is known from an earlier process, or is held (S3). */
  readonly since: number
  readonly committed: boolean
  /** How long earlier processes waited for it, ms. */
  readonly beforeMs?: number
}

/** A deletion by a file change, with how many resources the root declared before. */
export interface Loss {
  /** Ms since the epoch, by the machine's present setting. */
  readonly at: number
  /** The same in monotonic ms; absent: it was in an earlier process. */
  readonly since?: number
  readonly id: ResourceId
  readonly declared: number
}

export const noHistory: RootHistory = { missing: new Map(), lost: [] }

/** The input of `planLosses`. */
export interface LossInput {
  readonly root: string
  /** The resources of the root that were accepted before this reading. */
  readonly declared: readonly Accepted[]
  readonly missing: readonly Accepted[]
  /** What this reading declares. */
  readonly named: ReadonlyMap<ResourceId, unknown>
  /** Absent: there are no other roots. */
  readonly others?: OtherRoots | undefined
  /** The stacks that the root declares after this reading. */
  readonly stacksAfter: ReadonlySet<string>
  /** Whether no manifest is left in the root. */
  readonly isEmpty: boolean
  readonly committed: boolean
  /** Returns the file system that a path is on now; absent: unknown. */
  readonly mountOf?: RootReading['mountOf']
  /** By id, the profiles of services that the files still have but whose profiles are all off. */
  readonly inactive?: ReadonlyMap<ResourceId, readonly string[]>
  readonly history: RootHistory
  readonly approvals: ReadonlySet<string>
  readonly now: number
  /** Monotonic time for the waits, ms. */
  readonly steady: number
  readonly settings: Settings
}

/** What to do about missing resources. */
export interface LossPlan {
  readonly deletions: readonly Accepted[]
  /** The id of the approval for the deletions, where they needed one. */
  readonly approved?: string
  readonly hold?: Hold
  readonly history: RootHistory
  /** Deletions that are not due yet, and when they are (ms since the epoch). */
  readonly pending: readonly PendingDeletion[]
  /** After how many ms something may be due. */
  readonly againIn?: number
}

export interface PendingDeletion {
  readonly id: ResourceId
  readonly dueAt: number
  /** The file of another root that takes the resource over then, instead of its deletion. */
  readonly heir?: string
}

/** A resource that another root declares and takes over unchanged, instead of its deletion. */
export interface Inheritance {
  readonly accepted: Accepted
  readonly heir: Heir
}

/** Decides what to do about the resources missing from a complete reading (S2, S3): delete now, later, or only when approved. */
export function planLosses(input: LossInput): LossPlan {
  const { steady, settings, root } = input
  const { held: wasHeld, declared: _before, ...history } = input.history
  const declared = declaredBefore(input)
  // Losses that a hold counts stay counted while it stands: it waits for a person, and no time ends it (S3).
  // What is declared again came back, and is lost no more.
  const back = new Set([...input.named.keys(), ...input.declared.map(({ id }) => id)])
  const all = history.lost.filter(({ id }) => !back.has(id)).map((loss) => timedLoss(loss, input))
  const lost = wasHeld
    ? [...all, ...takenFrom(input)]
    : all.filter(({ since = steady }) => since > steady - settings.lossWindowMs)
  const missing = new Map(input.missing.map(({ id }) => [id, missingSince(id, input)]))
  const next = { ...history, missing, lost, at: steady }
  // An apply of other stacks leaves the hold alone.
  const isLeft = wasHeld && root === DESIRED
  if (input.missing.length === 0) return { deletions: [], pending: [], history: isLeft ? { ...next, declared } : next }
  const hold = holdOn(input, lost, declared)
  if (hold && !input.approvals.has(hold.id)) {
    // No wait runs while held, as a person may be putting files back one by one. If the hold ends, the rest must be seen missing twice from
    // then on (S2).
    const held = new Map(input.missing.map(({ id }) => [id, { since: Infinity, committed: false }]))
    return { deletions: [], pending: [], hold, history: { ...next, declared, missing: held, held: true } }
  }
  // Approved losses are not counted again: the next loss is judged by what is left.
  const none = { ...next, missing: new Map(), lost: [] }
  if (hold) return { deletions: input.missing, pending: [], approved: hold.id, history: none }
  return dueOf(input, { ...next, declared })
}

/** Held resources that a command deleted meanwhile. They still count as lost, so that the rest keeps needing an approval. */
function takenFrom({ history, declared, now, steady }: LossInput): readonly Loss[] {
  const left = new Set(declared.map(({ id }) => id))
  const before = history.declared ?? declared.length
  const taken = [...history.missing.keys()].filter((id) => !left.has(id))
  return taken.map((id) => ({ at: now, since: steady, id, declared: before }))
}

/** How many resources were declared when the missing ones began to be missing. */
export function declaredBefore({ history, declared }: Pick<LossInput, 'history' | 'declared'>): number {
  return Math.min(history.declared ?? Infinity, declared.length)
}

/** Smaller differences between the machine's time and the monotonic time are no clock change. */
const SLEWED_MS = 1_000

/**
 * Adds the monotonic time to a loss of an earlier process, and corrects its wall-clock time when the clock was set, so that the loss window
 * keeps its length.
 */
function timedLoss({ at, since: known, ...loss }: Loss, { now, steady }: LossInput): Loss {
  const since = known ?? steady - Math.max(0, now - at)
  const isAt = now - (steady - since)
  return { ...loss, since, at: Math.abs(isAt - at) < SLEWED_MS ? at : isAt }
}

/**
 * When a resource's wait began. If it was missing in an earlier process that wait continues; the time between the processes does not count.
 */
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
  // What another root takes over runs on: it is no loss that others are counted with.
  const goes = (each: Accepted) => heirOf(each, input.others?.claims) === undefined
  const lost = deletions.filter(goes).map(({ id }) => ({ at: input.now, since: input.steady, id, declared }))
  const missing = new Map(history.missing)
  for (const { id } of deletions) missing.delete(id)
  const plan = { deletions, pending, history: { ...history, missing, lost: [...history.lost, ...lost] } }
  if (pending.length === 0) return plan
  const nextMs = Math.min(...pending.map(({ dueAt }) => dueAt)) - input.now
  // Reads in between too, as each reading stores how long this process has waited.
  const waiting = { ...plan, history: { ...plan.history, declared } }
  return { ...waiting, againIn: Math.min(nextMs, Math.max(input.settings.deletionWaitMs, MIN_REREAD_MS)) }
}

/** How long after a commit was seen in one root it is seen in the others too, ms. */
const COMMITTED_MS = 2_000

/** The least interval of such readings, ms. */
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
  // At least one wait per process, so that each process sees it missing twice.
  const leastMs = Math.min(settings.deletionWaitMs, settings.stackHoldMs)
  const waitMs = Math.max(leastMs, settings.stackHoldMs - beforeMs)
  if (!committed) return since + waitMs - steady
  return others ? since + Math.min(waitMs, COMMITTED_MS) - steady : 0
}

/**
 * Returns the hold on the missing resources, if one is needed. `declared` is the total to compare with; resources added since, as by a
 * rename, don't count.
 */
function holdOn(input: LossInput, lost: readonly Loss[], declared: number): Hold | undefined {
  const { root, missing, settings } = input
  const off = unmounted(input)
  const reason = off.length > 0 ? sourceReasons.unmounted : reasonToHold(input, lost, declared)
  if (!reason) return undefined
  const isApplied = root === DESIRED
  const [of, from] = isApplied ? ['that were applied', 'the files'] : [`of ${root}`, 'its files']
  const minutes = Math.ceil(settings.lossWindowMs / 60_000)
  const earlier = lost.length === 0 ? '' : `, after ${lost.length} within ${minutes} min`
  const all = input.declared.length
  const grown = all > declared ? `, which had ${declared} when the first of them went` : ''
  const words: Partial<Record<SourceReason, string>> = {
    [sourceReasons.unmounted]: unmountedWords(off),
    [sourceReasons.rootEmptied]: isApplied
      ? 'no manifest is left of what was applied'
      : `no manifest is left in ${root}`,
    [sourceReasons.lastStackNeedsApproval]: `the last stack ${isApplied ? 'that was applied' : of} is gone from ${from}`,
    [sourceReasons.lossesNeedApproval]: `${missing.length} of ${all} resources ${of} are gone from ${from}${grown}${earlier}`,
  }
  return holdOf({
    root,
    reason,
    resources: missing,
    message: `${words[reason] ?? ''}${offAmong(input)}; nothing is deleted until it is approved${runningOn(input)}`,
  })
}

/** Says that stacks without any manifest left run on, and how to delete one of them alone. */
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

/** A missing resource, the file system that its file was on, and the one that is at its place now. */
interface Unmounted {
  readonly accepted: Accepted
  readonly was: Mount
  readonly now: Mount
}

/** The missing resources whose file system is not mounted any more, possibly by accident (S2). */
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

/** Says which missing resources the files still have, in profiles that are off. */
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

/**
 * Whether a resource is no loss, as another root takes it over: either with the very manifest, or as a commit says that it goes from here.
 * An older copy elsewhere is not to change what runs because a directory was emptied.
 */
function isHandedOn(each: Accepted, input: LossInput): boolean {
  const heir = heirOf(each, input.others?.claims)
  return heir !== undefined && (missingSince(each.id, input).committed || heir.claim.manifest.hash === each.hash)
}

function reasonToHold(input: LossInput, lost: readonly Loss[], declared: number): SourceReason | undefined {
  const { missing, stacksAfter, isEmpty, settings } = input
  const gone = missing.filter((each) => !isHandedOn(each, input))
  if (gone.length === 0) return undefined
  if (isEmpty) return sourceReasons.rootEmptied
  const hadStack = input.declared.some(({ object }) => object.metadata.namespace !== undefined)
  if (hadStack && stacksAfter.size === 0) return sourceReasons.lastStackNeedsApproval
  const total = gone.length + lost.length
  const before = lost[0]?.declared ?? declared
  const tooMany = total > settings.lossCount && total > before * settings.lossRatio
  return tooMany ? sourceReasons.lossesNeedApproval : undefined
}

/** The accepted resources of a root that are not being deleted. */
export function declaredBy(root: string, accepted: ReadonlyMap<ResourceId, Accepted>): Accepted[] {
  return [...accepted.values()].filter((each) => each.root === root && !isBeingDeleted(each.object))
}
