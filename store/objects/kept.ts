import { getCondition } from '../../api/v1/conditions.ts'
import type {
  V1Condition,
  V1DeliveryOnNode,
  V1ObjectMeta,
  V1RolloutStatus,
  V1TaskStatus,
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

/** What of an object survives the process: metadata and spec whole, and of status only what can't be seen in the engine again. */
export function keptOf<K extends Kind>(kind: K, object: ObjectOf<K>): Json {
  const { apiVersion, spec, metadata } = object as ObjectOf
  const { resourceVersion: _, ...kept } = metadata
  const status = keptStatus(kind, object)
  const all = { apiVersion, kind, metadata: kept, spec, ...(status === undefined ? {} : { status }) }
  return all as unknown as Json
}

/** Whether a change touches what survives. */
export function keptChanged(kind: Kind, before: ObjectOf | undefined, after: ObjectOf | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after
  if (!equal(before.spec, after.spec) || !sameMetadata(before.metadata, after.metadata)) return true
  if (before.status === after.status || statusRules[kind] === undefined) return false
  if (before.kind === 'Task' && after.kind === 'Task' && keepsAsLittle(before.status, after.status)) return false
  return !equal(keptStatus(kind, before), keptStatus(kind, after))
}

/** Told without making either: most writes of a task are on its way to run, and touch nothing of what is kept. */
function keepsAsLittle(before: V1TaskStatus = {}, after: V1TaskStatus = {}): boolean {
  if (isTerminal(before) || isTerminal(after) || isToldByNobody(before) || isToldByNobody(after)) return false
  return always.every((field) => before[field] === after[field])
}

/** What of a task's status is kept while it has no outcome. */
const always = [
  'restarts',
  'excusedRestarts',
  'countedRestarts',
  'containerName',
  'stoppedByUs',
  'postStartDue',
] as const satisfies readonly (keyof V1TaskStatus)[]

/** The object again, from what was kept; undefined for what is no object of a kind that we know. */
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

/** All that would survive of a store, as a storage has it: the start of a simulation. */
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

/** Kinds that are not here keep nothing of their status. */
const statusRules: { readonly [K in Kind]?: (status: StatusOf<K>) => object } = {
  Task: (status) => ({
    ...pick(status, always),
    ...(isTerminal(status) ? pick(status, ['phase', 'reason', 'message', 'exitCode', 'finishedAt']) : {}),
    ...(isToldByNobody(status) ? pick(status, ['reason', 'message']) : {}),
  }),
  // When a rollout last moved on counts from now on: what nobody worked on made no progress, and did not fail for it.
  Service: ({ rollout, ...status }) => ({
    ...pick(status, ['currentRevision', 'updateRevision', 'stalledHash', 'incarnation']),
    ...(rollout ? { rollout: keptRollout(rollout) } : {}),
  }),
  // Of services that are apart on purpose it is said when that came to be so, and not each time.
  Network: ({ conditions }) => {
    const apart = getCondition(conditions, conditionTypes.servicesApart)
    const kept = [...refusalIn(conditions), ...(apart ? [apart] : [])]
    return kept.length > 0 ? { conditions: kept } : {}
  },
  // Where bytes may be, to be collected one day; whether they are there a reboot may have changed.
  Secret: ({ nodes }) => keptDeliveries(nodes),
  Config: ({ nodes }) => keptDeliveries(nodes),
  Volume: ({ nodes, conditions }) => {
    const seen = (nodes ?? []).filter((each) => each.seen).map((each) => pick(each, ['node', 'seen', 'foreign']))
    const refusal = refusalIn(conditions)
    return { ...(seen.length > 0 ? { nodes: seen } : {}), ...(refusal.length > 0 ? { conditions: refusal } : {}) }
  },
  // Which host the recorded engine is on is to be told when another one answers. To the minute: a heartbeat is no reason to write each time.
  Node: ({ lastSeen, ...status }) => ({
    ...pick(status, ['engine', 'engineID', 'hostname', 'address']),
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

/** Why an engine did not do what it was asked for: who only looks asks it for nothing, and is to know. */
function refusalIn(conditions: readonly V1Condition[] | undefined): readonly V1Condition[] {
  const ready = getCondition(conditions, conditionTypes.ready)
  return ready && refusalReasons.has(ready.reason ?? '') ? [ready] : []
}

/** Whether the message alone knows why a task does not come up: no engine shows it again. */
function isToldByNobody(status: V1TaskStatus): boolean {
  return lacksImage(status) || attemptReasons.has(status.reason ?? '')
}

function isTerminal({ phase }: V1TaskStatus): boolean {
  return phase === 'Completed' || phase === 'Failed'
}
