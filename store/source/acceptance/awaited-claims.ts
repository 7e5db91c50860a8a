import type { ManifestError } from '../../../api/v1/provenance.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import { shownIds } from '../facts/hold.ts'
import type { AcceptancePlan } from './plan.ts'
import { type ResourceId, type SourceError, stacksOf } from '../reading/reading.ts'

/** The errors of a plan for a watched root, and what of them is but a warning for whoever pushes. */
export interface AwaitedClaims {
  readonly errors: readonly SourceError[]
  readonly warnings: readonly ManifestError[]
}

/**
 * Takes claims on what another watched directory declares from the errors of a plan: they change nothing until they are taken over, once
 * that one does not declare it any more, and so a stack moves from one to the other. Claims on a stack of which the same plan creates
 * something stay errors: two stacks of one name would become one. Pure.
 */
export function awaitedClaims(
  { errors, disputed, actions }: Pick<AcceptancePlan, 'errors' | 'disputed' | 'actions'>,
  root: string,
  accepted: ReadonlyMap<ResourceId, Accepted>,
): AwaitedClaims {
  const created = actions.flatMap((action) =>
    action.do === 'accept' && !accepted.has(action.claim.manifest.id) ? [action.claim.manifest.id] : [],
  )
  const beside = groupBy(created, (id) => stacksOf([id])[0])
  const claimedIn = ({ reason, resources }: SourceError): Claimed | undefined => {
    const owners = resources.flatMap((id) => accepted.get(id) ?? [])
    const isOne = owners.every((owner) => isOthers(owner, root) && disputed.get(owner.id)?.length === 1)
    const [owner] = owners
    if (reason !== sourceReasons.nameClaimed || !owner || !isOne) return undefined
    return { owner, created: stacksOf(resources).flatMap((stack) => beside.get(stack) ?? []) }
  }
  const claims = errors.map((error) => ({ error, claimed: claimedIn(error) }))
  if (claims.every(({ claimed }) => claimed?.created.length === 0)) return { errors: [], warnings: warningsOf(claims) }
  return { errors: claims.map(({ error, claimed }) => withCreated(error, claimed)), warnings: [] }
}

/** Whether an error is but a claim on what other watched directories declare, which `awaitedClaims` lets a push have. Pure. */
export function isAwaitedClaim(
  { root, reason, resources }: Pick<SourceError, 'root' | 'reason' | 'resources'>,
  accepted: ReadonlyMap<ResourceId, Accepted>,
): boolean {
  const owners = resources.map((id) => accepted.get(id))
  return reason === sourceReasons.nameClaimed && owners.length > 0 && owners.every((owner) => isOthers(owner, root))
}

function isOthers(owner: Accepted | undefined, root: string): owner is Accepted {
  return owner !== undefined && owner.root !== DESIRED && owner.root !== root
}

interface Claimed {
  readonly owner: Accepted
  /** What the plan creates of the same stack. */
  readonly created: readonly ResourceId[]
}

interface Claim {
  readonly error: SourceError
  readonly claimed: Claimed | undefined
}

function withCreated(error: SourceError, claimed: Claimed | undefined): SourceError {
  if (!claimed || claimed.created.length === 0) return error
  const more = `to move it here, push it without what is new in that stack: ${shownIds(claimed.created)}`
  return { ...error, message: `${error.message}; ${more}` }
}

function warningsOf(claims: readonly Claim[]): readonly ManifestError[] {
  return claims.flatMap(({ error: { place, path, resources }, claimed }): readonly ManifestError[] => {
    if (!claimed) return []
    const there = claimed.owner.file
    const message = `${there}, which is watched, declares ${shownIds(resources)} as well, and counts until it does not any more: take it out there next, and all of it runs on as declared here`
    return [{ place, path, message }]
  })
}
