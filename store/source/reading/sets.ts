import { describeRef, isBeingDeleted } from '../../../api/v1/metadata.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { errorAt, saidAs } from '../../../api/v1/provenance.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { SetError } from '../../../api/v1/validation/set-error.ts'
import { validateSet } from '../../../api/v1/validation/validate-set.ts'
import type { Accepted } from '../acceptance/accepted.ts'
import { type Claim, type Claims, stacksOfFile } from '../acceptance/claims.ts'
import { errorWords } from './format-error.ts'
import { type ResourceId, resourceIdOf, resourceIdOfRef, type SourceError } from './reading.ts'

export interface SetInput {
  readonly root: string
  readonly claims: Claims
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
  /** Whether an accepted resource that no manifest claims still counts as present. */
  readonly stays: (accepted: Accepted) => boolean
  /** Whether another root takes over a resource that does not stay, so that references to it remain valid. */
  readonly isInherited: (accepted: Accepted) => boolean
}

/**
 * Validates the resources of each stack together. A file whose manifests don't fit keeps what was accepted from it (S1). That may take away
 * what others need, so the check repeats until it refuses nothing more. Changes `claims`: removes winners, adds broken files and errors.
 */
export function refuseMisfits(input: SetInput): void {
  const { root, claims, accepted, stays, isInherited } = input
  const isElsewhere = (each: Accepted) => !stays(each) && isInherited(each)
  const refused = new Map<ResourceId, string>()
  const known = { root, accepted, claims, refused, ...indexed(input) }
  for (;;) {
    // Computed in each round, as what a refused file keeps does not move to another root.
    const elsewhere = new Set([...accepted.values()].filter(isElsewhere).map(({ id }) => id))
    const errors = validateSet(standing(input)).filter(({ other }) => !(other && elsewhere.has(resourceIdOfRef(other))))
    const found = errors.flatMap((error) => blame(error, claims))
    if (found.length === 0) return
    for (const blamed of found) claims.errors.push(sourceError({ ...known, ...blamed }))
    refuseFiles(known, new Set(found.map(({ claim }) => claim.file.file)))
  }
}

/** The objects to validate, present ones before changed ones: of two that clash, the later one is refused. */
function standing({ claims, accepted, stays }: SetInput): ObjectOf[] {
  const kept: ObjectOf[] = []
  for (const each of accepted.values()) {
    if (!claims.winners.has(each.id) && !isBeingDeleted(each.object) && stays(each)) kept.push(each.object)
  }
  const winners = [...claims.winners.values()]
  const isOld = ({ manifest }: Claim) => accepted.get(manifest.id)?.hash === manifest.hash
  const old = winners.filter(isOld).map(({ manifest }) => manifest.object)
  const changed = winners.filter((claim) => !isOld(claim)).map(({ manifest }) => manifest.object)
  return [...kept, ...old, ...changed]
}

interface Blame {
  readonly error: SetError
  readonly claim: Claim
}

function blame(error: SetError, { winners }: Claims): Blame[] {
  const claim = winners.get(resourceIdOfRef(error.object)) ?? (error.other && winners.get(resourceIdOfRef(error.other)))
  return claim ? [{ error, claim }] : []
}

function refuseFiles({ claims, refused }: Known, files: ReadonlySet<string>): void {
  for (const [id, { file }] of claims.winners) {
    if (!files.has(file.file)) continue
    refused.set(id, file.file)
    claims.winners.delete(id)
  }
  for (const file of files) claims.broken.add(file)
}

interface Known extends Pick<SetInput, 'root' | 'accepted' | 'claims'>, Indexed {
  /** The file of each resource that is not taken from it, as the file was refused. */
  readonly refused: Map<ResourceId, string>
}

/** What is looked for at each error. */
interface Indexed {
  /** What was accepted from each file of the root. */
  readonly ofFile: ReadonlyMap<string, readonly ResourceId[]>
  /** By stack, files that can't be read by themselves: what they would declare is unknown. */
  readonly unreadable: ReadonlyMap<string, readonly string[]>
}

function indexed({ root, accepted, claims }: SetInput): Indexed {
  const ofRoot = [...accepted.values()].filter((each) => each.root === root)
  const unread = claims.errors.flatMap(({ place: { file }, stacks }) => stacks.map((stack) => ({ file, stack })))
  return {
    ofFile: mapped(
      groupBy(ofRoot, ({ file }) => file),
      ({ id }) => id,
    ),
    unreadable: mapped(
      groupBy(unread, ({ stack }) => stack),
      ({ file }) => file,
    ),
  }
}

function mapped<K, V, W>(groups: ReadonlyMap<K, readonly V[]>, of: (value: V) => W): ReadonlyMap<K, readonly W[]> {
  return new Map([...groups].map(([key, values]) => [key, values.map(of)]))
}

type Finding = Known & Blame

function sourceError({ root, error, claim, accepted, claims, ofFile, ...others }: Finding): SourceError {
  const isOwn = resourceIdOf(claim.manifest.object) === resourceIdOfRef(error.object)
  const other = isOwn ? error.other : error.object
  const otherId = other ? resourceIdOfRef(other) : ''
  const rival = claims.winners.get(otherId)
  const otherFile = rival?.file.file ?? accepted.get(otherId)?.file
  const line = rival && error.otherPath ? `:${rival.manifest.provenance.placeOf(error.otherPath).line}` : ''
  const isElsewhere = otherFile !== undefined && otherFile !== claim.file.file
  const where = isElsewhere || line !== '' ? ` (${otherId} is in ${otherFile}${line})` : ''
  const path = isOwn ? error.path : ['metadata', 'name']
  const { file, manifest } = claim
  const { provenance } = manifest
  const ids = ofFile.get(file.file) ?? []
  const words =
    consequenceOf(error, { claim, accepted, claims, ...others }) ?? `${saidAs(provenance, errorWords(error))}${where}`
  return {
    ...{ root, reason: sourceReasons.invalid, resources: ids, stacks: stacksOfFile(file, ids) },
    ...errorAt(provenance, path, words),
  }
}

/**
 * The words for a reference to what a file declares that is refused, or may declare that can't be read. Where an older state of that stands,
 * the error is another one.
 */
function consequenceOf(
  { other }: SetError,
  { claim, claims, accepted, refused, unreadable }: Omit<Finding, 'root' | 'error' | 'ofFile'>,
): string | undefined {
  if (!other || accepted.has(resourceIdOfRef(other)) || claims.winners.has(resourceIdOfRef(other))) return undefined
  const declarer = refused.get(resourceIdOfRef(other))
  if (declarer !== undefined)
    return `names ${describeRef(other)}, and ${declarer}, which declares it, can't be used: correct that first`
  const wrong = unreadable.get(other.namespace ?? '')?.find((file) => file !== claim.file.file)
  if (wrong === undefined) return undefined
  return `names ${describeRef(other)}, which is in no file that can be used: correct ${wrong} first, which may declare it`
}
