import { isGreatGrowth } from '../../../api/v1/growth.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { Accepted } from './accepted.ts'
import type { Claim, Claims } from './claims.ts'
import { type Hold, holdOf } from '../facts/hold.ts'
import type { AcceptanceInput } from './plan.ts'
import type { ResourceId } from '../reading/reading.ts'
import { heldForData } from './shared-data.ts'

/** Changed specs that wait for approval; until then the old specs stay. */
export interface HeldSpecs {
  readonly ids: ReadonlySet<ResourceId>
  readonly holds: readonly Hold[]
}

/**
 * Finds changes that look like a slip and have a large effect: a running service scaled to zero, or to very many more replicas (S3), or a
 * renamed stack that would write to the data of the old one.
 */
export function heldSpecs(input: AcceptanceInput, settled: Claims): HeldSpecs {
  const claims = [...settled.winners.values()]
  const found = [
    scaledToZero(input, claims),
    ...claims.map((claim) => grown(input, claim)),
    ...heldForData(input, settled),
  ]
  const waiting = found.flatMap((each) => (each && !input.approvals.has(each.id) ? [each] : []))
  return { ids: new Set(waiting.flatMap(({ resources }) => resources)), holds: waiting }
}

/** Holds services that an unset variable would scale to zero. */
function scaledToZero({ root, accepted }: AcceptanceInput, claims: readonly Claim[]): Hold | undefined {
  const stopped: Accepted[] = []
  const unset: string[] = []
  for (const { manifest } of claims) {
    const before = accepted.get(manifest.id)
    if (!before || !isStopped(manifest.object) || isStopped(before.object)) continue
    const { unset: names = [], file, line } = manifest.provenance.placeOf(['spec', 'replicas'])
    if (names.length === 0) continue
    stopped.push(before)
    unset.push(`${names.join(', ')} at ${file}:${line}`)
  }
  if (stopped.length === 0) return undefined
  const message = `a variable that is not set (${listNames(unset)}) makes 0 replicas: set it in .env or in the environment; the spec stays as it was until that is approved`
  return holdOf({ root, reason: sourceReasons.scaleToZeroNeedsApproval, resources: stopped, message })
}

function isStopped(object: ObjectOf): boolean {
  return object.kind === 'Service' && object.spec.replicas === 0
}

/**
 * Holds a large growth of replicas: a zero too many takes effect at once, and long to undo. A file that did not change since a command
 * scaled the service is no growth.
 */
function grown({ root, accepted, mayGrow }: AcceptanceInput, { manifest, file }: Claim): Hold | undefined {
  const { id, hash, object, provenance } = manifest
  if (mayGrow?.(id)) return undefined
  const known = accepted.get(id)
  const before = known && !isBeingDeleted(known.object) ? known : undefined
  const replicas = replicasOf(object)
  if (before?.hash === hash || !isGreatGrowth(before && replicasOf(before.object), replicas)) return undefined
  const place = provenance.placeOf(['spec', 'replicas'])
  const words = before
    ? `${replicasOf(before.object)} → ${replicas} replicas (${place.file}:${place.line}) are very many more; the spec stays as it was until that is approved`
    : `${replicas} replicas (${place.file}:${place.line}) are very many for a new service; it is not made until that is approved`
  const held = before ?? { id, object, root, file: file.file, fileHash: file.hash, hash }
  return holdOf({ root, reason: sourceReasons.growthNeedsApproval, resources: [held], of: replicas, message: words })
}

function replicasOf(object: ObjectOf): number {
  return object.kind === 'Service' ? (object.spec.replicas ?? 1) : 0
}
