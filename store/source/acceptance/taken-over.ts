import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Claim } from './claims.ts'
import { type ResourceId, stacksOf } from '../reading/reading.ts'

/**
 * Returns the applied resources that a watched directory takes over with this reading: whole stacks whose every resource is declared in the
 * file it was applied from and runs exactly as declared. What a command changed, such as the number of replicas, or applied with other
 * variables or files, would be undone, and then the stack stays applied. A Node belongs to no stack and counts alone, whichever file it was
 * applied from: a Node in use can't be deleted first, and an equal declaration changes nothing.
 */
export function takenOver(
  claimed: ReadonlyMap<ResourceId, readonly Claim[]>,
  accepted: ReadonlyMap<ResourceId, Accepted>,
): ReadonlySet<ResourceId> {
  const applied = [...accepted.values()].filter(({ root }) => root === DESIRED)
  const stacks = [...groupBy(applied, ({ id }) => stacksOf([id])[0] ?? id).values()]
  const isThere = (each: Accepted) => claimed.get(each.id)?.some((claim) => isAsApplied(claim, each)) === true
  return new Set(stacks.filter((members) => members.every(isThere)).flatMap((members) => members.map(({ id }) => id)))
}

function isAsApplied({ manifest, file }: Claim, { file: applied, hash, object }: Accepted): boolean {
  const isSame = object.kind === 'Node' || (applied === file.file && hash === manifest.hash)
  return isSame && stableJson(object.spec) === stableJson(withDefaults(manifest.object).spec)
}
