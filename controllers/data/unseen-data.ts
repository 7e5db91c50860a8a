import type { V1Node, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { keyFor, keyOf, LOCAL_NODE } from '../../api/v1/names.ts'
import { labelIn, parseConstraint } from '../../api/v1/placement-constraint.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { volumesOf, writtenPaths } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { isLost } from '../holds/node-hold.ts'
import { unseenNodes } from '../holds/unseen-nodes.ts'
import { replicaOf } from '../service/replica.ts'
import { isOneShot } from '../service/to-end.ts'
import { lastLeft } from '../task/act/left-volumes.ts'
import { asFor, placedBefore } from '../scheduler/candidates.ts'
import { meets } from '../scheduler/constraints.ts'
import { type Refusal, refusedBesides } from '../scheduler/no-other-node.ts'
import { isMountedBefore, lastMountedOn } from './last-mounted.ts'
import type { Known } from './pinned-volumes.ts'
import { hasContainer } from './seen-task.ts'
import { nodesNeeded } from './volume-nodes.ts'

/** Data that may be on hosts which have not answered since this state began. */
export interface UnseenData {
  /** The data in words. */
  readonly data: string
  readonly nodes: readonly string[]
}

/**
 * Why a task that this state places for the first time has to wait, in words; undefined where it need not. If another state worked before,
 * and was lost or is newer than the backup of this one, a host that has not answered yet may have the task's data, or a job that completed.
 * On another node the task would start with an empty volume or an older one, and the job would run again. After a restart by a person,
 * hosts that are lost are not waited for.
 */
export function waitsForUnseen(task: V1Task, service: V1Service, ports: Known): string | undefined {
  const isAsked = replicaOf(task).restart !== undefined
  const unseen = unseenOf(task, { service, ports }, (node) => !(isAsked && isLost(node)))
  return unseen && `${unseenWords(unseen)}, which ${waitWords(unseen.nodes, service, ports.store)}`
}

/** What data, on hosts that have not answered yet, a task that is placed all the same goes without; in words. */
export function leftUnseen(task: V1Task, service: V1Service, ports: Known): string | undefined {
  const unseen = unseenOf(task, { service, ports })
  return unseen && unseenWords(unseen)
}

/**
 * Why a task is not recreated on its node after its container was removed, in words; undefined where it is. Since the backup that this
 * state was restored from, its data may have moved to a host that has not answered yet; the data on its node would then be older.
 */
export function mayHaveMoved(task: V1Task, declared: V1Service, store: Store): string | undefined {
  const service = asFor([task], declared)
  const unseen = dataOn(unseenNodes(store), service, () => dataOf(service, (key) => isOnOneHost(key, store)))
  return unseen && `its container is gone, and ${unseenWords(unseen)}, which ${waitWords(unseen.nodes, service, store)}`
}

/** The same for a task that is bound by the backup and never had a container on its node. */
export function mountsUnseen(task: V1Task, declared: V1Service, store: Store): string | undefined {
  const service = asFor([task], declared)
  const unseen = dataOn(unseenNodes(store), service, () => unknownVolume(service, store))
  return unseen && `${unseenWords(unseen)}, which ${waitWords(unseen.nodes, service, store)}`
}

/**
 * The data of a service that may be on hosts which have not answered yet; undefined where one of its tasks has a container on its node.
 * Tasks that only a backup knows do not count.
 */
export function unseenDataOf(service: V1Service, ports: Known): UnseenData | undefined {
  if (isSeen(keyOf(service), ports)) return undefined
  return dataOn(unseenNodes(ports.store), service, () => unknownData(service, ports))
}

function isSeen(service: string, { store, inventory }: Known): boolean {
  return [...store.by('Task', 'service', service).values()].some((task) => hasContainer(task, inventory))
}

interface Placing {
  readonly service: V1Service
  readonly ports: Known
}

function unseenOf(
  task: V1Task,
  { service, ports }: Placing,
  counts: (node: V1Node) => boolean = () => true,
): UnseenData | undefined {
  const { store } = ports
  const wanted = asFor([task], service)
  return dataOn(unseenNodes(store).filter(counts), wanted, () => {
    const before = placedBefore(task, store)
    // The volumes that the predecessor mounts are known from its container, or it waits for them itself. Only volumes that are new to the
    // slot are unknown.
    if (before) return unknownVolume(wanted, store, volumesOf(before.spec.template))
    return lastLeft(task, store)?.isBefore === false ? undefined : unknownData(wanted, ports)
  })
}

/** Calls `dataFor` only where the service may have run on one of these nodes. */
function dataOn(
  unseen: readonly V1Node[],
  service: V1Service,
  dataFor: () => string | undefined,
): UnseenData | undefined {
  const nodes = unseen.filter((node) => mayHaveRun(node, service)).map(({ metadata }) => metadata.name)
  const data = nodes.length === 0 ? undefined : dataFor()
  return data === undefined ? undefined : { data, nodes }
}

function unknownData(service: V1Service, ports: Known): string | undefined {
  const { store } = ports
  return dataOf(service, (key) => isUnknown(key, store)) ?? workOf(service, store) ?? dataOfSharers(service, ports)
}

/** What a service that is meant to end has done so far, in words: a job that completed is not to run again on another node. */
function workOf(service: V1Service, store: Store): string | undefined {
  return isGlobal(service.spec) || !isOneShot(service, store) ? undefined : 'what it did, completed or not,'
}

function unseenWords({ data, nodes }: UnseenData): string {
  return `${data} may be on ${listNames(nodes)}`
}

/** What is waited for, and how to go on without it, unless no other node would take the tasks then. */
function waitWords(nodes: readonly string[], service: V1Service, store: Store): string {
  const { name, namespace } = service.metadata
  const all = listNames(nodes)
  const [have, are] = nodes.length === 1 ? ['has', 'is'] : ['have', 'are']
  const waits = `${have} not answered yet since the state of before was lost, or restored from a backup: it waits for ${all}`
  const refusals = refusedBesides(nodes, service, store)
  if (refusals) return `${waits}, as ${noOtherWords(refusals)}`
  const deleted = nodes.filter((node) => node !== LOCAL_NODE).map((node) => `node/${node}`)
  const restart = `\`reconcile restart ${name} -n ${namespace}\` while serve runs and ${all} ${are} lost`
  const remedies = deleted.length === 0 ? restart : `${deletionWords(deleted)}, or ${restart}`
  return `${waits}; ${remedies}, goes on without it`
}

function noOtherWords(refusals: readonly Refusal[]): string {
  if (refusals.length === 0) return 'there is no other node'
  const shown = refusals.slice(0, MANY).map(({ node, why }) => `${node}: ${why}`)
  const rest = refusals.length > MANY ? [`and ${refusals.length - MANY} more`] : []
  return `no other node would take it (${[...shown, ...rest].join('; ')})`
}

function deletionWords(nodes: readonly string[]): string {
  return nodes.length > MANY ? 'that each of these nodes is deleted' : `\`reconcile delete ${nodes.join(' ')}\``
}

/** How many nodes a command in a message names at most. */
const MANY = 3

/**
 * Whether tasks of a service may have run on a node. Checks only constraints on names and labels: what only the engine can tell is unknown
 * here.
 */
export function mayHaveRun(node: V1Node, { spec }: V1Service): boolean {
  return (spec.placement?.constraints ?? []).every((text) => {
    const constraint = parseConstraint(text)
    const isDeclared = constraint && (constraint.key === 'node.name' || labelIn(constraint.key) !== undefined)
    return !isDeclared || meets(node, constraint)
  })
}

/** The service's data that exists on one host only, in words. Of its named volumes, those for which `counts` holds. */
function dataOf({ metadata, spec }: V1Service, counts: (volume: Key) => boolean): string | undefined {
  if (isGlobal(spec)) return undefined
  const { template } = spec
  const volume = volumesOf(template).find((name) => counts(keyFor(metadata.namespace, name)))
  if (volume !== undefined) return volumeWords(volume)
  const [written] = writtenPaths(template)
  if (written !== undefined) return `what it wrote to ${written}`
  const anonymous = template.mounts?.find(({ type, source }) => type === 'Volume' && source === undefined)
  return anonymous && `its anonymous volume at ${anonymous.target}`
}

/** A volume of a service, except those in `but`, of which nobody knows where it is; in words. */
function unknownVolume({ metadata, spec }: V1Service, store: Store, but: readonly string[] = []): string | undefined {
  if (isGlobal(spec)) return undefined
  const names = volumesOf(spec.template).filter((name) => !but.includes(name))
  const volume = names.find((name) => isUnknown(keyFor(metadata.namespace, name), store))
  return volume === undefined ? undefined : volumeWords(volume)
}

function volumeWords(name: string): string {
  return `the volume ${name}`
}

/** Whether this state never saw a volume in use. Where it was at the time of a backup says nothing about where it is now. */
export function isUnknown(key: Key, store: Store): boolean {
  const volume = store.get('Volume', key)
  if (!volume || !isOnOneHost(key, store)) return false
  return isMountedBefore(key, store) || lastMountedOn(key, store).size < nodesNeeded(volume, store)
}

function isOnOneHost(key: Key, store: Store): boolean {
  const volume = store.get('Volume', key)
  return !!volume && !volume.spec.recreate && nodesNeeded(volume, store) !== Number.POSITIVE_INFINITY
}

/** The unknown data of services that share a namespace with this one, in words: they have to run on the same node. */
function dataOfSharers(service: V1Service, ports: Known): string | undefined {
  const { store } = ports
  for (const [key, other] of store.by('Service', 'shares', keyOf(service)))
    if (
      key !== keyOf(service) &&
      !isSeen(key, ports) &&
      dataOf(other, (volume) => isUnknown(volume, store)) !== undefined
    )
      return `the data of ${other.metadata.name}, which shares with it,`
  return undefined
}
