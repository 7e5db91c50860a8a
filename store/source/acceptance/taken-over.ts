import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Claim } from './claims.ts'
import { type ResourceId, stacksOf } from '../reading/reading.ts'

/**
 * What was applied, and is a watched directory's from its next reading on: all of a stack, where each of its resources stands in the
 * file that it was applied from, and runs as that says by itself. What a command made of a file, as another number of replicas, or
 * with variables or files of its own, would be undone by that, and a part of a stack can't be without the rest. A Node is of none, and
 * counts alone, whichever file it was applied from: one in use can't be deleted first, and what says the same of it changes nothing.
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
