import type { V1Node, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { keyFor, keyOf, LOCAL_NODE } from '../../api/v1/names.ts'
import { labelIn, parseConstraint } from '../../api/v1/placement-constraint.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { volumesOf, writtenDirectory } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { isLost } from '../holds/node-hold.ts'
import { unseenNodes } from '../holds/unseen-nodes.ts'
import { replicaOf } from '../service/replica.ts'
import { asFor, nodeBefore } from './candidates.ts'
import { meets } from './constraints.ts'
import { lastMountedOn } from './last-mounted.ts'
import { nodesNeeded } from './volume-nodes.ts'

/** Data that a host may have which has not answered this state yet. */
export interface UnseenData {
  /** What it is, in words. */
  readonly data: string
  readonly nodes: readonly string[]
}

/**
 * Why a task that this state places for the first time waits, in words; undefined where it does not. Where the state of before is lost, or
 * newer than the backup that this one is of, a host that has not answered yet may have its data: elsewhere it would begin with an empty volume, or an older one. A person who restarts
 * it goes on without that once the host is lost.
 */
export function waitsForUnseen(task: V1Task, service: V1Service, store: Store): string | undefined {
  const isAsked = replicaOf(task).restart !== undefined
  const unseen = unseenOf(task, { service, store }, (node) => !(isAsked && isLost(node)))
  return unseen && `${unseenWords(unseen)}, which ${waitWords(unseen.nodes, service)}`
}

/** What a task goes on without that is placed all the same, in words. */
export function leftUnseen(task: V1Task, service: V1Service, store: Store): string | undefined {
  const unseen = unseenOf(task, { service, store })
  return unseen && unseenWords(unseen)
}

/**
 * Why a task whose container went while nobody looked is not made again on its node, in words; undefined where it is. Since the backup that
 * the state is of it may have moved to a host that has not answered yet: what its node has is older then.
 */
export function mayHaveMoved(task: V1Task, declared: V1Service, store: Store): string | undefined {
  const service = asFor([task], declared)
  const nodes = unseenNodes(store).flatMap((node) => (mayHaveRun(node, service) ? node.metadata.name : []))
  const data = nodes.length === 0 ? undefined : dataOf(service, (key) => isOnOneHost(key, store))
  return data && `its container is gone, and ${unseenWords({ data, nodes })}, which ${waitWords(nodes, service)}`
}

/** The data of a service of which this state has no task on any node yet. */
export function unseenDataOf(service: V1Service, store: Store): UnseenData | undefined {
  return isPlaced(keyOf(service), store) ? undefined : dataOn(unseenNodes(store), service, store)
}

function isPlaced(service: string, store: Store): boolean {
  return [...store.by('Task', 'service', service).values()].some(({ spec }) => spec.node !== undefined)
}

interface Placing {
  readonly service: V1Service
  readonly store: Store
}

function unseenOf(
  task: V1Task,
  { service, store }: Placing,
  counts: (node: V1Node) => boolean = () => true,
): UnseenData | undefined {
  const nodes = unseenNodes(store).filter(counts)
  if (nodes.length === 0 || nodeBefore(task, store) !== undefined) return undefined
  return dataOn(nodes, asFor([task], service), store)
}

function dataOn(unseen: readonly V1Node[], service: V1Service, store: Store): UnseenData | undefined {
  const nodes = unseen.filter((node) => mayHaveRun(node, service)).map(({ metadata }) => metadata.name)
  const data =
    nodes.length === 0 ? undefined : (dataOf(service, (key) => isUnknown(key, store)) ?? dataOfSharers(service, store))
  return data === undefined ? undefined : { data, nodes }
}

function unseenWords({ data, nodes }: UnseenData): string {
  return `${data} may be on ${listNames(nodes)}`
}

function waitWords(nodes: readonly string[], { metadata: { name, namespace } }: V1Service): string {
  const all = listNames(nodes)
  const [have, are] = nodes.length === 1 ? ['has', 'is'] : ['have', 'are']
  const deleted = nodes.filter((node) => node !== LOCAL_NODE).map((node) => `node/${node}`)
  const restart = `\`reconcile restart ${name} -n ${namespace}\` while serve runs and ${all} ${are} lost`
  const remedies = deleted.length === 0 ? restart : `${deletionWords(deleted)}, or ${restart}`
  return `${have} not answered yet since the state of before was lost, or restored from a backup: it waits for ${all}; ${remedies}, goes on without it`
}

function deletionWords(nodes: readonly string[]): string {
  return nodes.length > MANY ? 'that each of these nodes is deleted' : `\`reconcile delete ${nodes.join(' ')}\``
}

/** So many are named in a command. */
const MANY = 3

/** Whether tasks of a service may have been there: what only its engine says of it is not known. */
function mayHaveRun(node: V1Node, { spec }: V1Service): boolean {
  return (spec.placement?.constraints ?? []).every((text) => {
    const constraint = parseConstraint(text)
    const isDeclared = constraint && (constraint.key === 'node.name' || labelIn(constraint.key) !== undefined)
    return !isDeclared || meets(node, constraint)
  })
}

/** What of its data is on one host alone, of volumes those that count. */
function dataOf({ metadata, spec }: V1Service, counts: (volume: Key) => boolean): string | undefined {
  if (isGlobal(spec)) return undefined
  const { template } = spec
  const volume = volumesOf(template).find((name) => counts(keyFor(metadata.namespace, name)))
  if (volume !== undefined) return `the volume ${volume}`
  const written = writtenDirectory(template)
  if (written !== undefined) return `what it wrote to ${written}`
  const anonymous = template.mounts?.find(({ type, source }) => type === 'Volume' && source === undefined)
  return anonymous && `its anonymous volume at ${anonymous.target}`
}

/** Whether this state never saw it in use. */
function isUnknown(key: Key, store: Store): boolean {
  const volume = store.get('Volume', key)
  return isOnOneHost(key, store) && !!volume && lastMountedOn(key, store).size < nodesNeeded(volume, store)
}

function isOnOneHost(key: Key, store: Store): boolean {
  const volume = store.get('Volume', key)
  return !!volume && !volume.spec.recreate && nodesNeeded(volume, store) !== Number.POSITIVE_INFINITY
}

/** What shares with it, as its network, is where it is. */
function dataOfSharers(service: V1Service, store: Store): string | undefined {
  for (const [key, other] of store.by('Service', 'shares', keyOf(service)))
    if (
      key !== keyOf(service) &&
      !isPlaced(key, store) &&
      dataOf(other, (volume) => isUnknown(volume, store)) !== undefined
    )
      return `the data of ${other.metadata.name}, which shares with it,`
  return undefined
}
