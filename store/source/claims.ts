import { namedOnCommandLine } from '../../api/v1/metadata.ts'
import type { ManifestError } from '../../api/v1/provenance.ts'
import { sourceReasons } from '../../api/v1/reasons.ts'
import { groupBy } from '../../api/v1/group-by.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { OtherRoots } from './other-roots.ts'
import {
  type FileReading,
  type ReadManifest,
  type ResourceId,
  type RootReading,
  type SourceError,
  stacksOf,
} from './reading.ts'

/** A manifest that may be accepted, with the file that it stands in. */
export interface Claim {
  readonly manifest: ReadManifest
  readonly file: FileReading
}

/** Who claims which name. */
export interface Claims {
  /** The one claim of each name that counts. */
  readonly winners: Map<ResourceId, Claim>
  /** What other roots have, and this one declares as well. */
  readonly disputed: ReadonlyMap<ResourceId, readonly Claim[]>
  /** All names that stand in a file that could be read: none of them is missing. */
  readonly named: ReadonlySet<ResourceId>
  /** Files that keep what they had (S1). */
  readonly broken: Set<string>
  readonly errors: SourceError[]
}

/** What claims are settled against. */
export interface ClaimInput {
  readonly root: string
  readonly reading: RootReading
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
  /** Absent: there are none. */
  readonly others?: OtherRoots | undefined
}

/** A name belongs to the file it was accepted from first; with none accepted and several claims, nobody gets it. */
export function settleClaims(input: ClaimInput): Claims {
  const winners = new Map<ResourceId, Claim>()
  const broken = new Set<string>()
  const errors: SourceError[] = []
  const accepted = [...input.accepted.values()].filter(({ root }) => root === input.root)
  const kept = groupBy(accepted, ({ file }) => file)
  const below = (link: string) => accepted.filter(({ file }) => file.startsWith(`${link}/`))
  for (const file of input.reading.files.values()) {
    const resources = (file.outside ? below(file.file) : (kept.get(file.file) ?? [])).map(({ id }) => id)
    const problems = problemsOf(file, resources)
    if (problems.length > 0) broken.add(file.file)
    const of = { root: input.root, reason: file.reason, resources, stacks: stacksOfFile(file, resources) }
    errors.push(...problems.map((problem) => ({ ...problem, ...of })))
  }
  const claimed = claimsByName(input.reading)
  const disputed = new Map<ResourceId, readonly Claim[]>()
  for (const [id, claims] of claimed) {
    const owner = input.accepted.get(id)
    const winner = winnerOf(claims, owner, input.root)
    if (winner) winners.set(id, winner)
    if (owner && owner.root !== input.root) disputed.set(id, claims)
    const losers = claims.filter((claim) => claim !== winner)
    const isLacking = owner !== undefined && input.others?.lacking.get(owner.root)?.has(id) === true
    errors.push(...losers.map((claim) => refusal(input.root, claim, { others: claims, owner, isLacking })))
  }
  return { winners, disputed, named: new Set(claimed.keys()), broken, errors }
}

/** The stacks that something wrong with a file is of. */
export function stacksOfFile(file: FileReading, resources: readonly ResourceId[]): readonly string[] {
  return resources.length > 0 ? stacksOf(resources) : file.stacks
}

function claimsByName({ files }: RootReading): ReadonlyMap<ResourceId, readonly Claim[]> {
  const claims = [...files.values()].flatMap((file) => file.manifests.map((manifest): Claim => ({ manifest, file })))
  return groupBy(claims, ({ manifest }) => manifest.id)
}

function problemsOf(file: FileReading, held: readonly ResourceId[]): readonly ManifestError[] {
  if (held.length === 0) return file.foreign || file.outside ? [] : file.errors
  if (!file.foreign || file.errors.length > 0) return file.errors
  // Cut off by a full disk or a crash, a file is blank: that is no wish to delete.
  const place = { file: file.file, line: 1, column: 1, origin: 'literal' as const }
  const message = `no manifest is left in it, and ${held.join(', ')} came from it: write it again, or delete the file`
  return [{ place, path: '', message }]
}

function winnerOf(claims: readonly Claim[], owner: Accepted | undefined, root: string): Claim | undefined {
  if (owner && owner.root !== root) return undefined
  if (claims.length === 1) return claims[0]
  const own = claims.filter((claim) => claim.file.file === owner?.file)
  return own.length === 1 ? own[0] : undefined
}

interface Rivals {
  readonly others: readonly Claim[]
  readonly owner: Accepted | undefined
  /** Whether the owner's root has it in no file any more. */
  readonly isLacking: boolean
}

function refusal(root: string, claim: Claim, rivals: Rivals): SourceError {
  const { id, provenance } = claim.manifest
  const { owner } = rivals
  return {
    ...{ root, reason: sourceReasons.nameClaimed, resources: owner ? [id] : [], stacks: stacksOf([id]) },
    ...{ place: provenance.placeOf(['metadata', 'name']), path: 'metadata.name' },
    message: refusalWords(root, claim, rivals),
  }
}

function refusalWords(root: string, claim: Claim, { others, owner, isLacking }: Rivals): string {
  const { id } = claim.manifest
  if (owner && isLacking) return `${id} is in ${owner.file} no more, and this counts once it would be deleted for that`
  if (owner && owner.root !== root) return `${id} ${ownedBy(owner)}`
  const rivals = others.filter((other) => other !== claim).map((other) => placeWords(other))
  return `${id} is declared in ${placeWords(claim)} and in ${[...new Set(rivals)].join(' and ')}: keep one of them`
}

function placeWords({ manifest, file }: Claim): string {
  return `${file.file}:${manifest.provenance.placeOf([]).line}`
}

function ownedBy({ root, file, object }: Accepted): string {
  if (root === DESIRED)
    return `was applied from ${file}: delete it there first (reconcile delete ${namedOnCommandLine({ ...object.metadata, kind: object.kind })}), or take it out here`
  return `is declared in ${file}, which is watched: change it there; if that directory has moved: \`reconcile serve --unwatch ${root}\``
}
