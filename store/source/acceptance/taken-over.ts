import { dirname, relative } from 'node:path'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { FieldPath } from '../../../api/v1/provenance.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { withDefaults } from '../../../api/v1/validation/defaults.ts'
import { differences } from '../../../api/v1/language/differences.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { formatPath } from '../../../api/v1/validation/validation-error.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Claim } from './claims.ts'
import { inactiveIn, offWords } from '../reading/inactive.ts'
import { declaredHash, type ResourceId, type RootReading, stacksOf } from '../reading/reading.ts'

/**
 * Returns the applied resources that a watched directory takes over with this reading: whole stacks whose every resource runs exactly as a
 * file there declares it. That file is the one that the resource was applied from, or else the only one that declares it, as when a stack
 * is moved into a repository. What a command changed, such as the number of replicas, or applied with other variables or files, would be
 * undone, and then the stack stays applied. A Node belongs to no stack and counts alone.
 */
export function takenOver({ claimed, accepted, isThere }: Known): ReadonlySet<ResourceId> {
  const applied = [...accepted.values()].filter(({ root }) => root === DESIRED)
  const stacks = [...groupBy(applied, ({ id }) => stacksOf([id])[0] ?? id).values()]
  const isSame = (each: Accepted) =>
    thatMayHave(each, claimed.get(each.id)).some((claim) => isAsApplied(claim, each, isThere))
  return new Set(stacks.filter((members) => members.every(isSame)).flatMap((members) => members.map(({ id }) => id)))
}

/** What files declare, and what was accepted before. */
interface Known {
  readonly claimed: ReadonlyMap<ResourceId, readonly Claim[]>
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
  /** Whether a file exists; absent: all do. */
  readonly isThere?: ((file: string) => boolean) | undefined
}

/** The same, with what is read, of which root. */
export interface Taking extends Known {
  readonly root: string
  readonly reading: Pick<RootReading, 'files'>
  /** Whether every file was read, so that what is in none of them is not declared. */
  readonly isWhole: boolean
}

/** A difference between what was applied and what the files say, in words, and its field, if there is one. */
export interface Otherwise {
  readonly words: string
  readonly at?: { readonly claim: Claim; readonly path: FieldPath }
}

/** The differences for which applied stacks are not taken over, by stack. */
export function otherwiseIn(taking: Taking, stacks: ReadonlySet<string>): ReadonlyMap<string, readonly Otherwise[]> {
  const { root, reading, claimed, accepted, isThere, isWhole } = taking
  const inactive = inactiveIn(reading.files.values())
  const otherwise = (each: Accepted): readonly Otherwise[] => {
    const claims = thatMayHave(each, claimed.get(each.id))
    if (claims.some((claim) => isAsApplied(claim, each, isThere))) return []
    const [claim] = claims
    const profiles = inactive.get(each.id)
    if (claim) return otherIn(claim, each)
    if (profiles) return [{ words: `${each.id} runs, and ${offWords(root, profiles)}` }]
    if (claimed.has(each.id)) return [{ words: `${each.id} is in several files here` }]
    return [{ words: `${each.id} is in no file ${isWhole ? 'here' : 'that was read here'}` }]
  }
  const applied = [...accepted.values()].filter((each) => each.root === DESIRED)
  const byStack = groupBy(applied, ({ id }) => stacksOf([id])[0] ?? '')
  return new Map([...stacks].map((stack) => [stack, (byStack.get(stack) ?? []).flatMap(otherwise)]))
}

/** The fields that differ, without their values, which may be secret. */
function otherIn(claim: Claim, { id, object }: Accepted): readonly Otherwise[] {
  const fields = differences(object.spec, withDefaults(claim.manifest.object).spec)
  if (fields.length === 0) return [{ words: `${id} labels or annotations`, at: { claim, path: [] } }]
  const scaled = object.metadata.annotations?.[annotations.scaled]
  const by = (field: string) => (field === 'replicas' && scaled !== undefined ? ` (${scaled})` : '')
  return fields.map(({ path }) => ({
    words: `${id} ${formatPath(path)}${by(formatPath(path))}`,
    at: { claim, path: ['spec', ...path] },
  }))
}

/** Of several copies of a file, none is the one that is meant. */
function thatMayHave({ file, object }: Accepted, claims: readonly Claim[] = []): readonly Claim[] {
  const own = claims.filter((claim) => claim.file.file === file)
  const isOne = claims.length === 1 || object.kind === 'Node'
  return own.length === 0 && isOne ? claims : own
}

function isAsApplied(claim: Claim, before: Accepted, isThere: Known['isThere']): boolean {
  const { manifest } = claim
  const declared = asBeforeMove(claim, before, isThere)
  const hash = declared === manifest.object ? manifest.hash : declaredHash(declared)
  const isSame =
    before.object.kind === 'Node' || before.hash === hash || before.hash === hashAsApplied(declared, before)
  return isSame && stableJson(before.object.spec) === stableJson(withDefaults(declared).spec)
}

/** The hash of the last apply, if its labels and annotations were these: a command may have changed the spec since. */
function hashAsApplied(declared: ObjectOf, { applied }: Accepted): string | undefined {
  return applied === undefined ? undefined : declaredHash({ ...declared, spec: applied } as unknown as ObjectOf)
}

/**
 * What a claim declares, with the bytes of a Secret or Config in the file that they were applied from where that has moved together with the
 * manifest: it is there no more, and had the same place beside the manifest.
 */
function asBeforeMove({ manifest, file }: Claim, before: Accepted, isThere: Known['isThere'] = () => true): ObjectOf {
  const { object } = manifest
  const [path, old] = [bytesFile(object), bytesFile(before.object)]
  if (path === undefined || old === undefined || path === old || isThere(old)) return object
  const hasMoved = relative(dirname(file.file), path) === relative(dirname(before.file), old)
  return hasMoved ? ({ ...object, spec: { ...object.spec, file: old } } as ObjectOf) : object
}

function bytesFile(object: ObjectOf): string | undefined {
  return object.kind === 'Secret' || object.kind === 'Config' ? object.spec.file : undefined
}
