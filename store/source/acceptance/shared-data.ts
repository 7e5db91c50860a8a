import type { V1Service, V1Volume } from '../../../api/v1/generated/types.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { placesWritten, sharedPlace, type Writer } from '../../../api/v1/written-places.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Claim, Claims } from './claims.ts'
import { type Hold, holdOf } from '../facts/hold.ts'
import type { AcceptanceInput } from './plan.ts'
import { type ResourceId, resourceIdOf } from '../reading/reading.ts'
import { PROJECT_NAME } from './unset.ts'

/**
 * Holds new stacks of an apply that seem to be another one, renamed, which stays and writes to the same data: two databases on one directory
 * ruin it. The file that declared the other has changed and now declares the new one, or it is gone. In a watched directory the other one
 * goes, and the tasks of the new one wait for that.
 */
export function heldForData(input: AcceptanceInput, { winners }: Claims): readonly Hold[] {
  if (input.root !== DESIRED) return []
  const services = [...winners.values()].filter(({ manifest, file }) => isService(manifest.object) && !file.written)
  const stacks = groupBy(services, ({ manifest }) => manifest.object.metadata.namespace ?? '')
  const all = [...input.accepted.values()].filter(({ object }) => isService(object))
  const isNew = (stack: string) => all.every(({ object }) => object.metadata.namespace !== stack)
  const others = all.filter(({ id, root, object }) => root === DESIRED && !winners.has(id) && !isBeingDeleted(object))
  return [...stacks].flatMap(([stack, claims]) => {
    const found = isNew(stack) ? firstShared(input, { claims, others, winners }) : undefined
    return found ? [holdFor(claims, { stack, ...found })] : []
  })
}

function isService(object: Accepted['object']): object is V1Service & { kind: 'Service' } {
  return object.kind === 'Service'
}

interface Sides {
  readonly claims: readonly Claim[]
  readonly others: readonly Accepted[]
  readonly winners: ReadonlyMap<ResourceId, Claim>
}

interface Shared {
  readonly service: string
  readonly other: Accepted
  readonly place: string
}

function firstShared(input: AcceptanceInput, { claims, others, winners }: Sides): Shared | undefined {
  const { accepted, isThere = () => true } = input
  const fresh = (id: ResourceId) => winners.get(id)?.manifest.object
  for (const claim of claims)
    for (const other of others) {
      if (!isEdited(claim, other) && !isMoved(claim, other, isThere)) continue
      const own = writerOf(claim.manifest.object, claim.file.file, fresh)
      const place = sharedPlace(
        own,
        writerOf(other.object, other.file, (id) => accepted.get(id)?.object),
      )
      if (place !== undefined) return { service: own.service, other, place }
    }
  return undefined
}

function isEdited({ file }: Claim, other: Accepted): boolean {
  return other.file === file.file && other.fileHash !== file.hash
}

/** Whether a directory that gives its stack the name may be the one of another service, whose file is gone, under another name. */
function isMoved({ manifest, file }: Claim, other: Accepted, isThere: (file: string) => boolean): boolean {
  const isOfDirectory = file.unset?.includes(PROJECT_NAME) === true
  return isOfDirectory && manifest.object.metadata.name === other.object.metadata.name && !isThere(other.file)
}

type Find = (id: ResourceId) => Accepted['object'] | undefined

function writerOf(object: Accepted['object'], file: string, find: Find): Writer {
  const { name, namespace = '' } = object.metadata
  const volumeOf = (volume: string) => find(`Volume/${namespace}/${volume}`) as V1Volume | undefined
  return { service: name, file, places: isService(object) ? placesWritten(object.spec.template, volumeOf) : [] }
}

function holdFor(
  claims: readonly Claim[],
  { stack, service, other, place }: Shared & { readonly stack: string },
): Hold {
  const { name, namespace } = other.object.metadata
  const message =
    `stack ${stack} is new, and its ${service} would write to ${place}, beside ${name} of ${namespace}, whose file ${other.file} declares it no ` +
    `more: run \`reconcile delete --stack ${namespace}\` first, which leaves its volumes, or keep the name with \`name: ${namespace}\`; nothing ` +
    `of ${stack} is made until that is approved`
  const resources = claims.map(({ manifest: { object } }) => ({ id: resourceIdOf(object), object }))
  return holdOf({ root: DESIRED, reason: sourceReasons.sharedDataNeedsApproval, resources, message })
}
