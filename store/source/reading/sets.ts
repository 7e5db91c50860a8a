import { describeRef, isBeingDeleted } from '../../../api/v1/metadata.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { errorAt, saidAs } from '../../../api/v1/provenance.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { SetError } from '../../../api/v1/validation/set-error.ts'
import { validateSet } from '../../../api/v1/validation/validate-set.ts'
import type { Accepted } from '../acceptance/accepted.ts'
import { type Claim, type Claims, stacksOfFile } from '../acceptance/claims.ts'
import { errorWords } from './format-error.ts'
import { type ResourceId, resourceIdOf, type SourceError } from './reading.ts'

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
  const unreadable = [...claims.errors]
  for (;;) {
    // Computed in each round, as what a refused file keeps does not move to another root.
    const elsewhere = new Set([...accepted.values()].filter(isElsewhere).map(({ id }) => id))
    const errors = validateSet(standing(input)).filter(({ other }) => !(other && elsewhere.has(idOf(other))))
    const found = errors.flatMap((error) => blame(error, claims))
    if (found.length === 0) return
    for (const { error, claim } of found)
      claims.errors.push(sourceError({ root, error, claim, accepted, claims, refused, unreadable }))
    for (const { claim } of found)
      for (const id of refuseFile(claims, claim.file.file)) refused.set(id, claim.file.file)
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
  const claim = winners.get(idOf(error.object)) ?? (error.other ? winners.get(idOf(error.other)) : undefined)
  return claim ? [{ error, claim }] : []
}

function idOf({ kind, namespace, name }: SetError['object']): ResourceId {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`
}

/** Returns what the file declares. */
function refuseFile(claims: Claims, file: string): readonly ResourceId[] {
  claims.broken.add(file)
  const ids = [...claims.winners].filter(([, winner]) => winner.file.file === file).map(([id]) => id)
  for (const id of ids) claims.winners.delete(id)
  return ids
}

interface Finding extends Blame, Pick<SetInput, 'root' | 'accepted' | 'claims'> {
  /** The file of each resource that is not taken from it, as the file was refused. */
  readonly refused: ReadonlyMap<ResourceId, string>
  /** The errors of files by themselves: what these would declare is unknown. */
  readonly unreadable: readonly SourceError[]
}

function sourceError({ root, error, claim, accepted, claims, ...others }: Finding): SourceError {
  const isOwn = resourceIdOf(claim.manifest.object) === idOf(error.object)
  const other = isOwn ? error.other : error.object
  const otherId = other ? idOf(other) : ''
  const rival = claims.winners.get(otherId)
  const otherFile = rival?.file.file ?? accepted.get(otherId)?.file
  const line = rival && error.otherPath ? `:${rival.manifest.provenance.placeOf(error.otherPath).line}` : ''
  const isElsewhere = otherFile !== undefined && otherFile !== claim.file.file
  const where = isElsewhere || line !== '' ? ` (${otherId} is in ${otherFile}${line})` : ''
  const path = isOwn ? error.path : ['metadata', 'name']
  const { file, manifest } = claim
  const { provenance } = manifest
  const resources = [...accepted.values()].filter((each) => each.root === root && each.file === file.file)
  const ids = resources.map(({ id }) => id)
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
  { claim, claims, accepted, refused, unreadable }: Omit<Finding, 'root' | 'error'>,
): string | undefined {
  if (!other || accepted.has(idOf(other)) || claims.winners.has(idOf(other))) return undefined
  const declarer = refused.get(idOf(other))
  if (declarer !== undefined)
    return `names ${describeRef(other)}, and ${declarer}, which declares it, can't be used: correct that first`
  const isNear = ({ place, stacks }: SourceError) =>
    place.file !== claim.file.file && stacks.includes(other.namespace ?? '')
  const wrong = unreadable.find(isNear)?.place.file
  if (wrong === undefined) return undefined
  return `names ${describeRef(other)}, which is in no file that can be used: correct ${wrong} first, which may declare it`
}
