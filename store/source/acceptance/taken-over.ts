import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Claim } from './claims.ts'
import { type ResourceId, stacksOf } from '../reading/reading.ts'

/**
 * Returns the applied resources that a watched directory takes over with this reading: whole stacks whose every resource runs exactly as a
 * file there declares it. That file is the one that the resource was applied from, or else the only one that declares it, as when a stack
 * is moved into a repository. What a command changed, such as the number of replicas, or applied with other variables or files, would be
 * undone, and then the stack stays applied. A Node belongs to no stack and counts alone.
 */
export function takenOver(
  claimed: ReadonlyMap<ResourceId, readonly Claim[]>,
  accepted: ReadonlyMap<ResourceId, Accepted>,
): ReadonlySet<ResourceId> {
  const applied = [...accepted.values()].filter(({ root }) => root === DESIRED)
  const stacks = [...groupBy(applied, ({ id }) => stacksOf([id])[0] ?? id).values()]
  const isThere = (each: Accepted) => thatMayHave(each, claimed.get(each.id)).some((claim) => isAsApplied(claim, each))
  return new Set(stacks.filter((members) => members.every(isThere)).flatMap((members) => members.map(({ id }) => id)))
}

/** Of several copies of a file, none is the one that is meant. */
function thatMayHave({ file, object }: Accepted, claims: readonly Claim[] = []): readonly Claim[] {
  const own = claims.filter((claim) => claim.file.file === file)
  const isOne = claims.length === 1 || object.kind === 'Node'
  return own.length === 0 && isOne ? claims : own
}

function isAsApplied({ manifest }: Claim, { hash, object }: Accepted): boolean {
  const isSame = object.kind === 'Node' || hash === manifest.hash
  return isSame && stableJson(object.spec) === stableJson(withDefaults(manifest.object).spec)
}
