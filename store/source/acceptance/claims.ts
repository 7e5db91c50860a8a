import { aboutFile, errorAt, type ManifestError } from '../../../api/v1/provenance.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { pathsTo } from '../../../api/v1/language/path-within.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { OtherRoots } from './other-roots.ts'
import {
  type FileReading,
  type ReadManifest,
  type ResourceId,
  type RootReading,
  type SourceError,
  stacksOf,
} from '../reading/reading.ts'
import { shownIds } from '../facts/hold.ts'
import { maskedIn } from './masked.ts'
import { withoutImplied } from '../reading/implied.ts'
import { fromWords, refusedStacks, type Refusing } from './refused-stacks.ts'
import { takenOver, type Taking } from './taken-over.ts'
import { lostToUnset } from './unset.ts'

/** A manifest that may be accepted, with its file. */
export interface Claim {
  readonly manifest: ReadManifest
  readonly file: FileReading
}

/** The result of settling which manifest gets which id. */
export interface Claims {
  /** The one claim per id that counts. */
  readonly winners: Map<ResourceId, Claim>
  /** Claims of this root on resources that other roots own. */
  readonly disputed: ReadonlyMap<ResourceId, readonly Claim[]>
  /** All ids declared in readable files: none of them is missing. */
  readonly named: ReadonlySet<ResourceId>
  /** Files that keep what was accepted from them (S1). */
  readonly broken: Set<string>
  readonly errors: SourceError[]
}

export interface ClaimInput {
  readonly root: string
  readonly reading: RootReading
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
  /** Absent: there are no other roots. */
  readonly others?: OtherRoots | undefined
  /** Whether a file exists; absent: all do. */
  readonly isThere?: Taking['isThere']
  /** Whether the reading has some of the root's files only, all others being unchanged. */
  readonly isPart?: boolean | undefined
}

/**
 * Decides which manifest counts for each id. An id stays with the file it was accepted from; if none was accepted and several files claim
 * it, none gets it. While the owning file can't be used, another file gets the id only if it declares the same: otherwise a half-written
 * file would lose it to an old copy for good (S1).
 */
export function settleClaims(input: ClaimInput): Claims {
  const winners = new Map<ResourceId, Claim>()
  const broken = new Set<string>()
  const errors: SourceError[] = []
  const refused = new Map([...maskedIn(input.reading, input.accepted), ...lostToUnset(input)])
  const claimed = claimsByName([...input.reading.files.values()].filter(({ file }) => !refused.has(file)))
  const accepted = [...input.accepted.values()].filter((each) => each.root === input.root && !isMoved(each, claimed))
  const kept = groupBy(accepted, ({ file }) => file)
  const below = (link: string) => accepted.filter(({ file }) => file.startsWith(`${link}/`))
  for (const file of input.reading.files.values()) {
    const resources = (file.outside ? below(file.file) : (kept.get(file.file) ?? [])).map(({ id }) => id)
    const of = { root: input.root, resources, stacks: stacksOfFile(file, resources) }
    const problems = problemsOf(file, resources, refused.get(file.file))
    if (problems.length > 0) broken.add(file.file)
    errors.push(...problems.map((problem) => ({ ...problem, ...of })))
  }
  const { files, incomplete } = input.reading
  const isUnsure = (file: string) =>
    (incomplete !== undefined && !files.has(file)) || pathsTo(file).some((each) => broken.has(each))
  const disputed = new Map<ResourceId, readonly Claim[]>()
  const taken = takenOver({ ...input, claimed })
  const lost: Lost[] = []
  const ownerOf = owners(claimed, input, taken)
  for (const [id, all] of claimed) {
    const owner = ownerOf(id)
    const claims = thatCount(all, owner)
    const isOthers = owner !== undefined && owner.root !== input.root && !taken.has(id)
    if (isOthers) disputed.set(id, claims)
    const winner = isOthers ? undefined : winnerOf(claims, owner, isUnsure)
    if (winner) winners.set(id, winner)
    const losers = claims.filter((claim) => claim !== winner)
    const isLacking = owner !== undefined && input.others?.lacking.get(owner.root)?.has(id) === true
    lost.push(...losers.map((claim) => ({ claim, others: claims, owner, isLacking })))
  }
  errors.push(...refusals(lost, { ...input, claimed, broken, winners }))
  return { winners, disputed, named: new Set(claimed.keys()), broken, errors }
}

/** The stacks that an error in a file concerns. */
export function stacksOfFile(file: FileReading, resources: readonly ResourceId[]): readonly string[] {
  return resources.length > 0 ? stacksOf(resources) : file.stacks
}

/**
 * Returns whose a resource is. What a stack has here alone belongs with the rest of the stack while any of that stays applied: created
 * beside it, it would give the stack two owners, and then neither an apply nor this directory could have all of it. What was written by
 * itself, as a stored Secret, belongs to no apply.
 */
function owners(
  claimed: ReadonlyMap<ResourceId, readonly Claim[]>,
  { root, accepted }: ClaimInput,
  taken: ReadonlySet<ResourceId>,
): (id: ResourceId) => Accepted | undefined {
  const applied = [...accepted.values()].filter((each) => each.root === DESIRED && root !== DESIRED)
  const staying = applied.filter(
    ({ id, object, written }) => object.kind !== 'Node' && !taken.has(id) && (claimed.has(id) || !written),
  )
  const byStack = groupBy(staying, ({ id }) => stacksOf([id])[0])
  return (id) => accepted.get(id) ?? byStack.get(stacksOf([id])[0])?.[0]
}

/** The claims without implied ones that another file has as well. */
function thatCount(claims: readonly Claim[], owner: Accepted | undefined): readonly Claim[] {
  const manifests = claims.map(({ manifest }) => manifest)
  const counting = new Set(withoutImplied(manifests, owner?.file))
  return claims.filter(({ manifest }) => counting.has(manifest))
}

function claimsByName(files: readonly FileReading[]): ReadonlyMap<ResourceId, readonly Claim[]> {
  const claims = files.flatMap((file) => file.manifests.map((manifest): Claim => ({ manifest, file })))
  return groupBy(claims, ({ manifest }) => manifest.id)
}

type Problem = ManifestError & Pick<FileReading, 'reason'>

function problemsOf(file: FileReading, held: readonly ResourceId[], lost?: ManifestError): readonly Problem[] {
  const { reason } = file
  const errors = file.errors.map((error) => ({ ...error, reason }))
  if (lost) return [{ ...lost, reason: sourceReasons.invalid }]
  if (held.length === 0) return file.foreign || file.outside ? [] : errors
  if (!file.foreign || errors.length > 0) return errors
  // A full disk or a crash may leave a file blank, which is no wish to delete.
  const message = `no manifest is left in it, and ${held.join(', ')} came from it: write it again, or delete the file`
  return [{ ...aboutFile(file.file, message), reason }]
}

/** Whether a resource is declared unchanged, but only in other files: then it is not lost with its own file. */
function isMoved({ id, hash, file }: Accepted, claimed: ReadonlyMap<ResourceId, readonly Claim[]>): boolean {
  const claims = claimed.get(id) ?? []
  return claims.length > 0 && claims.every((claim) => claim.file.file !== file && claim.manifest.hash === hash)
}

function winnerOf(
  claims: readonly Claim[],
  owner: Accepted | undefined,
  isUnsure: (file: string) => boolean,
): Claim | undefined {
  const own = claims.filter(({ file }) => file.file === owner?.file)
  const [only, ...more] = own.length > 0 ? own : claims
  if (!only || more.length > 0) return undefined
  const mayHave = !owner || own.length > 0 || only.manifest.hash === owner.hash || !isUnsure(owner.file)
  return mayHave ? only : undefined
}

/** A claim that does not count, and those that stand against it. */
export interface Lost {
  readonly claim: Claim
  readonly others: readonly Claim[]
  readonly owner: Accepted | undefined
  /** Whether no file of the owner's root declares it any more. */
  readonly isLacking: boolean
}

/** The errors of claims that do not count: those on an applied stack, or on what a file of another watched root declares, come as one. */
function refusals(lost: readonly Lost[], input: Refusing): readonly SourceError[] {
  const { root } = input
  const isOthers = ({ owner }: Lost) => owner !== undefined && owner.root !== root
  const isOfStack = (each: Lost) =>
    isOthers(each) && each.owner?.root === DESIRED && each.owner.object.kind !== 'Node' && !each.isLacking
  const alikeBy = (each: Lost) => {
    const { claim, owner, isLacking } = each
    const isWatched = isOthers(each) && (owner?.root !== DESIRED || isLacking)
    return isWatched ? stableJson([claim.file.file, stacksOf([claim.manifest.id]), owner?.file, isLacking]) : each
  }
  const alike = groupBy(
    lost.filter((each) => !isOfStack(each)),
    alikeBy,
  )
  return [
    ...[...alike.values()].flatMap((each) => refusal(root, each)),
    ...refusedStacks(lost.filter(isOfStack), input),
  ]
}

/** One error of claims that have the same against them, at the first of them. */
function refusal(root: string, lost: readonly Lost[]): readonly SourceError[] {
  const [first] = lost
  if (!first) return []
  const ids = lost.map(({ claim }) => claim.manifest.id)
  const of = { root, reason: sourceReasons.nameClaimed, resources: first.owner ? ids : [], stacks: stacksOf(ids) }
  const words = refusalWords(root, first, ids)
  return [{ ...of, ...errorAt(first.claim.manifest.provenance, ['metadata', 'name'], words) }]
}

function refusalWords(root: string, { claim, others, owner, isLacking }: Lost, ids: readonly ResourceId[]): string {
  const shown = shownIds(ids)
  const they = `${shown} ${ids.length === 1 ? 'is' : 'are'}`
  if (owner && isLacking)
    return `${they} in ${owner.file} no more, and this counts once ${ids.length === 1 ? 'it' : 'they'} would be deleted for that`
  if (owner && owner.root !== root)
    return owner.root === DESIRED ? `${shown} ${appliedAs(owner, claim)}` : `${they} ${watchedIn(owner)}`
  // One more than are told, as the claim itself may be among them.
  const rivals = others
    .slice(0, MOST_RIVALS + 1)
    .filter((other) => other !== claim)
    .map((other) => placeWords(other))
  if (owner && rivals.length === 0)
    return `${shown} came from ${owner.file}, which can't be used now: what is here counts once that file is mended without it, or is gone`
  const told = [...new Set(rivals.slice(0, MOST_RIVALS))].join(' and ')
  const more = others.length - 1 - MOST_RIVALS
  return `${they} declared in ${placeWords(claim)} and in ${told}${more > 0 ? ` and ${more} more` : ''}: keep one of them`
}

/** How many other places of one name are told at each of them. */
const MOST_RIVALS = 3

function placeWords({ manifest, file }: Claim): string {
  return `${file.file}:${manifest.provenance.placeOf([]).line}`
}

function watchedIn({ root, file }: Accepted): string {
  return `declared in ${file}, which is watched: change it there, or take it out there, and this counts; if that directory has moved: \`reconcile serve --unwatch ${root}\``
}

function appliedAs({ file, object }: Accepted, claim: Claim): string {
  return `was applied from ${fromWords(file, claim)}, otherwise than it stands here: write its spec here as \`reconcile get node/${object.metadata.name} -o yaml\` shows it, and it counts here, to be changed here from then on; or take it out here`
}
