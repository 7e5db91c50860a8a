import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { errorAt, saidAs } from '../../../api/v1/provenance.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { SetError } from '../../../api/v1/validation/set-error.ts'
import { validateSet } from '../../../api/v1/validation/validate-set.ts'
import type { Accepted } from '../acceptance/accepted.ts'
import { type Claim, type Claims, stacksOfFile } from '../acceptance/claims.ts'
import { errorWords } from './format-error.ts'
import { type ResourceId, resourceIdOf, type SourceError } from './reading.ts'

/** What stands beside the claims. */
export interface SetInput {
  readonly root: string
  readonly claims: Claims
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
  /** Whether a resource that nobody claims is still counted as there. */
  readonly stays: (accepted: Accepted) => boolean
  /** Whether another root has what does not stay: what refers to it is right. */
  readonly isInherited: (accepted: Accepted) => boolean
}

/**
 * Checks what will stand side by side in each stack. A file whose manifests don't fit keeps what it had (S1), which may leave
 * others without what they need: it ends when nothing more is refused. Changes `claims`: winners go, broken files are added.
 */
export function refuseMisfits(input: SetInput): void {
  const { root, claims, accepted, stays, isInherited } = input
  const isElsewhere = (each: Accepted) => !stays(each) && isInherited(each)
  for (;;) {
    // Worked out anew: what a file that was refused leaves here is with no other root.
    const elsewhere = new Set([...accepted.values()].filter(isElsewhere).map(({ id }) => id))
    const errors = validateSet(standing(input)).filter(({ other }) => !(other && elsewhere.has(idOf(other))))
    const found = errors.flatMap((error) => blame(error, claims))
    if (found.length === 0) return
    for (const { error, claim } of found) claims.errors.push(sourceError({ root, error, claim, accepted, claims }))
    for (const { claim } of found) refuseFile(claims, claim.file.file)
  }
}

/** What was there first comes first: of two that clash, the later one is refused. */
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

function refuseFile(claims: Claims, file: string): void {
  claims.broken.add(file)
  for (const [id, winner] of claims.winners) if (winner.file.file === file) claims.winners.delete(id)
}

interface Finding extends Blame, Pick<SetInput, 'root' | 'accepted' | 'claims'> {}

function sourceError({ root, error, claim, accepted, claims }: Finding): SourceError {
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
  return {
    ...{ root, reason: sourceReasons.invalid, resources: ids, stacks: stacksOfFile(file, ids) },
    ...errorAt(provenance, path, `${saidAs(provenance, errorWords(error))}${where}`),
  }
}
