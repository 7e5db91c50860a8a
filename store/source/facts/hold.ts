import { by } from '../../../api/v1/language/by.ts'
import { stableHash } from '../../../api/v1/language/hash.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { Accepted } from '../acceptance/accepted.ts'
import type { ResourceId, SourceReason } from '../reading/reading.ts'

/** A change in the files that waits for `reconcile approve ID` (S3). */
export interface Hold {
  /** Derived from the exact set of resources: another set is another hold. */
  readonly id: string
  readonly root: string
  readonly reason: SourceReason
  readonly resources: readonly ResourceId[]
  /** What waits and why, with the command to approve it. */
  readonly message: string
  /** `message` without the resources and the command; absent in holds of versions before. */
  readonly what?: string
  /** The commit that brought it; absent where the files are not in git. */
  readonly head?: string
}

export interface HoldSubject {
  readonly root: string
  readonly reason: SourceReason
  readonly resources: readonly Pick<Accepted, 'id' | 'object'>[]
  /** The requested number of replicas, where another number must be another hold. */
  readonly of?: number
  /** What would happen, without the command. */
  readonly message: string
}

/** Creates a hold on a set of resources. Its id changes with the set, and when a resource in it is deleted and created again. */
export function holdOf({ root, reason, resources, of, message }: HoldSubject): Hold {
  const set = resources.map(({ id, object }) => [id, object.metadata.uid ?? '']).sort(by(([id = '']) => id))
  const id = stableHash([root, reason, set, ...(of === undefined ? [] : [of])], 8)
  const listed = resources.map((each) => each.id)
  return {
    id,
    root,
    reason,
    resources: listed,
    what: message,
    message: `${message}: ${shownIds(listed)}. To allow it: reconcile approve ${id}`,
  }
}

/** The hold as a plan shows it: there is nothing to approve before an apply has made it, or a push that is planned was taken. */
export function foreseenHold(hold: Hold, by: 'apply' | 'push'): Hold {
  const { id, message } = hold
  const before = { apply: 'apply first, which ends with 6; then', push: 'once the push is there' }
  const first = `To allow it, ${before[by]}: reconcile approve`
  return { ...hold, message: message.replace(`To allow it: reconcile approve ${id}`, `${first} ${id}`) }
}

/**
 * Whether a hold is on the deletion of what is declared, which its approval carries out; otherwise it is on a changed spec, or on what is to
 * be pruned, and the next apply carries it out.
 */
export function isDeletion({ reason }: Pick<Hold, 'reason'>): boolean {
  return !isOnSpec({ reason }) && reason !== sourceReasons.pruneNeedsApproval
}

function isOnSpec({ reason }: Pick<Hold, 'reason'>): boolean {
  return ON_SPEC.has(reason)
}

const ON_SPEC: ReadonlySet<SourceReason> = new Set([
  ...[sourceReasons.scaleToZeroNeedsApproval, sourceReasons.growthNeedsApproval, sourceReasons.sharedDataNeedsApproval],
])

/** The resources whose changed specs are held. */
export function specsHeldBy(holds: readonly Hold[]): readonly ResourceId[] {
  return holds.filter(isOnSpec).flatMap(({ resources }) => resources)
}

/** The hold without the resources for which `those` is true; undefined where none is left. */
export function withoutThose(
  { root, reason, resources, what = STAYS }: Hold,
  accepted: ReadonlyMap<ResourceId, Accepted>,
  those: (id: ResourceId) => boolean,
): Hold | undefined {
  const rest = resources.flatMap((id) => (those(id) ? [] : (accepted.get(id) ?? [])))
  if (rest.length === 0) return undefined
  if (!isDeletion({ reason })) return holdOf({ root, reason, resources: rest, message: what })
  const words = `${rest.length} resources are gone from the files since an earlier apply; nothing is deleted until it is approved`
  return holdOf({ root, reason: sourceReasons.lossesNeedApproval, resources: rest, message: words })
}

/** True of every held spec. */
const STAYS = 'the spec stays as it was until that is approved'

/** The first ten ids for a message, and how many more there are. */
export function shownIds(ids: readonly string[]): string {
  const shown = ids.slice(0, 10).join(', ')
  return ids.length > 10 ? `${shown} and ${ids.length - 10} more` : shown
}
