import { getCondition } from '../../api/v1/conditions.ts'
import type {
  V1Condition,
  V1DeliveryOnNode,
  V1NetworkOnNode,
  V1ObjectMeta,
  V1RolloutStatus,
  V1TaskStatus,
  V1VolumeOnNode,
} from '../../api/v1/generated/types.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { lacksImage } from '../../api/v1/lacks-image.ts'
import { pick } from '../../api/v1/language/pick.ts'
import { attemptReasons, refusalReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { isKind, kindNames } from '../../api/v1/kinds.ts'
import type { Json } from '../storage/storage.ts'
import { equal } from './equal.ts'
import type { FactFamily, Key, Store } from './store.ts'
import { factFamilies } from './store.ts'

/** What of an object is stored: metadata and spec in full, and of the status only what can't be observed in the engine again. */
export function keptOf<K extends Kind>(kind: K, object: ObjectOf<K>): Json {
  const { apiVersion, spec, metadata } = object as ObjectOf
  const { resourceVersion: _, ...kept } = metadata
  const status = keptStatus(kind, object)
  const all = { apiVersion, kind, metadata: kept, spec, ...(status === undefined ? {} : { status }) }
  return all as unknown as Json
}

/** Whether a change affects what is stored. */
export function keptChanged(kind: Kind, before: ObjectOf | undefined, after: ObjectOf | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after
  if (!equal(before.spec, after.spec) || !sameMetadata(before.metadata, after.metadata)) return true
  if (before.status === after.status || statusRules[kind] === undefined) return false
  if (before.kind === 'Task' && after.kind === 'Task' && keepsAsLittle(before.status, after.status)) return false
  return !equal(keptStatus(kind, before), keptStatus(kind, after))
}

/**
 * Whether both statuses store the same, checked without building either: most status writes of a starting task change nothing that is
 * stored.
 */
function keepsAsLittle(before: V1TaskStatus = {}, after: V1TaskStatus = {}): boolean {
  if (isTerminal(before) || isTerminal(after) || isToldByNobody(before) || isToldByNobody(after)) return false
  return always.every((field) => before[field] === after[field])
}

/** The status fields that are stored of a task without an outcome. */
const always = [
  'restarts',
  'excusedRestarts',
  'countedRestarts',
  'containerName',
  'stoppedByUs',
  'postStartDue',
] as const satisfies readonly (keyof V1TaskStatus)[]

/** Restores an object from its stored form; undefined for an unknown kind. */
export function fromKept(kind: string, kept: Json, resourceVersion: string): ObjectOf | undefined {
  if (!isKind(kind)) return undefined
  const object = kept as unknown as ObjectOf
  return { ...object, metadata: { ...object.metadata, resourceVersion } } as ObjectOf
}

/** The storage key of an object. */
export function objectPath(kind: Kind, key: Key): string {
  return `/objects/${kind}/${key}`
}

/** The storage key of a fact. */
export function factPath(family: FactFamily, key: string): string {
  return `/facts/${family}/${key}`
}

/** The entries that storage would hold for a store: the start of a simulation. */
export function keptEntries(store: Store): Map<string, Json> {
  const entries = new Map<string, Json>([['/store/resourceVersion', store.resourceVersion]])
  for (const kind of kindNames) {
    for (const [key, object] of store.list(kind)) entries.set(objectPath(kind, key), keptOf(kind, object))
  }
  for (const family of factFamilies) {
    for (const [key, value] of store.facts(family)) entries.set(factPath(family, key), value)
  }
  return entries
}

function sameMetadata(before: V1ObjectMeta, after: V1ObjectMeta): boolean {
  if (before === after) return true
  const [was, is] = [before as unknown as Fields, after as unknown as Fields]
  for (const field in was) if (field !== 'resourceVersion' && !equal(was[field], is[field])) return false
  for (const field in is) if (was[field] === undefined && is[field] !== undefined) return false
  return true
}

type Fields = Readonly<Record<string, unknown>>

function keptStatus(kind: Kind, object: ObjectOf): object | undefined {
  const status = object.status === undefined ? undefined : statusRules[kind]?.(object.status as never)
  return status !== undefined && Object.keys(status).length > 0 ? status : undefined
}

type StatusOf<K extends Kind> = NonNullable<ObjectOf<K>['status']>

/** What of each kind's status is stored; other kinds store none. */
const statusRules: { readonly [K in Kind]?: (status: StatusOf<K>) => object } = {
  Task: (status) => ({
    ...pick(status, always),
    ...(isTerminal(status) ? pick(status, ['phase', 'reason', 'message', 'exitCode', 'finishedAt', 'ranSeconds']) : {}),
    ...(isToldByNobody(status) ? pick(status, ['reason', 'message']) : {}),
  }),
  // `progressedAt` is dropped, so that the progress deadline restarts with the process: nothing could progress while it was down.
  Service: ({ rollout, ...status }) => ({
    ...pick(status, ['currentRevision', 'updateRevision', 'stalledHash', 'incarnation']),
    ...(rollout ? { rollout: keptRollout(rollout) } : {}),
  }),
  // The warning on services that are apart is stored with its transition time, so that it is not reported anew after each start.
  // A deletion waits for the nodes that may have the network, also for those that do not answer.
  Network: ({ nodes, conditions, seenOn }) => {
    const apart = getCondition(conditions, conditionTypes.servicesApart)
    const kept = [...refusalIn(conditions), ...(apart ? [apart] : [])]
    const lists = unlessEmpty({ nodes: (nodes ?? []).flatMap(refusalOn), conditions: kept })
    return { ...(seenOn ? { seenOn } : {}), ...lists }
  },
  // The nodes that may hold delivered bytes, which must be collected later. Whether they still do is unknown after a reboot.
  Secret: ({ nodes }) => keptDeliveries(nodes),
  Config: ({ nodes }) => keptDeliveries(nodes),
  Volume: ({ nodes, conditions }) => {
    const kept = (nodes ?? []).flatMap((each) => {
      const [refusal = {}] = refusalOn(each)
      return each.seen ? [{ ...pick(each, ['node', 'seen', 'foreign']), ...refusal }] : refusalOn(each)
    })
    return unlessEmpty({ nodes: kept, conditions: refusalIn(conditions) })
  },
  // Names the recorded engine's host in case another engine answers. `lastSeen` is cut to the minute, so that not every heartbeat is a
  // write.
  Node: ({ lastSeen, ...status }) => ({
    ...pick(status, ['engine', 'engineID', 'dataID', 'hostname', 'address']),
    ...(lastSeen === undefined ? {} : { lastSeen: `${lastSeen.slice(0, 16)}:00Z` }),
  }),
  Revision: (status) => status,
}

function keptDeliveries(nodes: readonly V1DeliveryOnNode[] = []): object {
  return nodes.length > 0 ? { nodes: nodes.map(({ message: _, ...entry }) => ({ ...entry, state: 'Unknown' })) } : {}
}

function keptRollout({ progressedAt: _, ...kept }: V1RolloutStatus): V1RolloutStatus {
  return kept
}

/** The Ready condition if it is an engine's refusal: a process that only reads can't find that out by asking. */
function refusalIn(conditions: readonly V1Condition[] | undefined): readonly V1Condition[] {
  const ready = getCondition(conditions, conditionTypes.ready)
  return ready && refusalReasons.has(ready.reason ?? '') ? [ready] : []
}

/** As `refusalIn`, of what an object's status says of a node. */
function refusalOn(there: V1NetworkOnNode | V1VolumeOnNode): readonly object[] {
  return refusalReasons.has(there.reason ?? '') ? [pick(there, ['node', 'reason', 'message'])] : []
}

/** The lists that are not empty. */
function unlessEmpty(lists: Readonly<Record<string, readonly object[]>>): object {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
}

/** Whether only the message says why a task does not start, as no engine shows that again. */
function isToldByNobody(status: V1TaskStatus): boolean {
  return lacksImage(status) || attemptReasons.has(status.reason ?? '')
}

function isTerminal({ phase }: V1TaskStatus): boolean {
  return phase === 'Completed' || phase === 'Failed'
}
