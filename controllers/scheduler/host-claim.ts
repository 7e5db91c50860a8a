import { type Claimant, claimsOf, type HostClaim } from '../../api/v1/host-claims.ts'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { isOneAddress } from '../../api/v1/validation/port-rules.ts'
import type { Store } from '../../store/objects/store.ts'

/**
 * Returns a function that finds what of its claims on a host this one has in common with another; undefined where it makes none. Pure.
 */
export function takenFrom(claimant: Claimant): ((other: Claimant) => HostClaim | undefined) | undefined {
  const wanted = claimsOf(claimant)
  if (wanted.size === 0) return undefined
  return (other) => {
    for (const [key, claims] of claimsOf(other))
      for (const claim of claims) if (wanted.get(key)?.some((own) => isOneAddress(own, claim))) return claim
    return undefined
  }
}

/** A task, and what it has of its node that another task needs or has as well. */
export interface Contender {
  readonly other: V1Task
  readonly claim: HostClaim
}

/** The tasks of other services on a task's node that have one of its fixed ports or addresses. */
export function contendersOf(task: V1Task, store: Store): readonly Contender[] {
  const { metadata, spec } = task
  const claimOf = takenFrom(task)
  if (!claimOf || spec.node === undefined) return []
  const found = new Map<V1Task, HostClaim>()
  for (const key of claimsOf(task).keys())
    for (const other of store.by('Task', 'claim', `${spec.node}/${key}`).values()) {
      const isSibling = other.spec.service === spec.service && other.metadata.namespace === metadata.namespace
      const claim = isSibling ? undefined : claimOf(other)
      if (claim !== undefined) found.set(other, claim)
    }
  return [...found].map(([other, claim]) => ({ other, claim }))
}

/** Says which task holds what a task of `stack` needs, and what a person can do. Pure. */
export function heldWords({ metadata, spec }: V1Task, stack: string | undefined, { what, remedy }: HostClaim): string {
  const { namespace, name } = metadata
  const end = namespace === stack ? '' : `, or end that one (\`reconcile stop ${spec.service} -n ${namespace}\`)`
  return `its ${what} is held by ${namespace}/${name}: ${remedy}${end}`
}
