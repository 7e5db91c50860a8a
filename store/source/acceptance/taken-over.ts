import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { differences } from '../../../api/v1/language/differences.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Claim } from './claims.ts'
import { inactiveIn, offWords } from '../reading/inactive.ts'
import { type ResourceId, type RootReading, stacksOf } from '../reading/reading.ts'

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

/** What is read, of which root, and what was accepted before. */
export interface Taking {
  readonly root: string
  readonly reading: Pick<RootReading, 'files'>
  readonly claimed: ReadonlyMap<ResourceId, readonly Claim[]>
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
}

/** Says of an applied stack which of its resources is not as the files of a root say, and in what, so that the stack is not taken over. */
export function notAsApplied(stack: string, { root, reading, claimed, accepted }: Taking): string {
  const members = [...accepted.values()].filter((each) => each.root === DESIRED && stacksOf([each.id]).includes(stack))
  for (const each of members) {
    const claims = thatMayHave(each, claimed.get(each.id))
    if (claims.some((claim) => isAsApplied(claim, each))) continue
    const [claim] = claims
    const profiles = inactiveIn(reading.files.values()).get(each.id)
    if (claim) return `${each.id} has another ${otherIn(claim, each)} here`
    if (profiles) return `${each.id} runs, and ${offWords(root, profiles)}`
    return `${each.id} is in ${claimed.has(each.id) ? 'several files' : 'no file'} here`
  }
  return 'some of it differs'
}

/** The first field that differs, without its values, which may be secret. */
function otherIn({ manifest }: Claim, { object }: Accepted): string {
  const [first] = differences(object.spec, withDefaults(manifest.object).spec)
  return first ? first.path.join('.') : 'label or annotation'
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
