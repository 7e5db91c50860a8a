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
import { lastLeft } from '../task/act/left-volumes.ts'
import { asFor, placedBefore } from './candidates.ts'
import { meets } from './constraints.ts'
import { isMountedBefore, lastMountedOn } from './last-mounted.ts'
import type { Known } from './pinned-volumes.ts'
import { hasContainer } from './seen-task.ts'
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
export function waitsForUnseen(task: V1Task, service: V1Service, ports: Known): string | undefined {
  const isAsked = replicaOf(task).restart !== undefined
  const unseen = unseenOf(task, { service, ports }, (node) => !(isAsked && isLost(node)))
  return unseen && `${unseenWords(unseen)}, which ${waitWords(unseen.nodes, service)}`
}

/** What a task goes on without that is placed all the same, in words. */
export function leftUnseen(task: V1Task, service: V1Service, ports: Known): string | undefined {
  const unseen = unseenOf(task, { service, ports })
  return unseen && unseenWords(unseen)
}

/**
 * Why a task whose container went while nobody looked is not made again on its node, in words; undefined where it is. Since the backup that
 * the state is of it may have moved to a host that has not answered yet: what its node has is older then.
 */
export function mayHaveMoved(task: V1Task, declared: V1Service, store: Store): string | undefined {
  const service = asFor([task], declared)
  const unseen = dataOn(unseenNodes(store), service, () => dataOf(service, (key) => isOnOneHost(key, store)))
  return unseen && `its container is gone, and ${unseenWords(unseen)}, which ${waitWords(unseen.nodes, service)}`
}

/** The same of one on its node that never had a container, as it came to that with the backup. */
export function mountsUnseen(task: V1Task, declared: V1Service, store: Store): string | undefined {
  const service = asFor([task], declared)
  const unseen = dataOn(unseenNodes(store), service, () => unknownVolume(service, store))
  return unseen && `${unseenWords(unseen)}, which ${waitWords(unseen.nodes, service)}`
}

/** The data of a service of which no task is seen on its node yet: where a backup has one says nothing of now. */
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
    // What that one mounts its container shows, or has it wait: what is mounted anew does not.
    if (before) return unknownVolume(wanted, store, volumesOf(before.spec.template))
    return lastLeft(task, store)?.isBefore === false ? undefined : unknownData(wanted, ports)
  })
}

/** Asks for the data only where one of these nodes may have any. */
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
  return dataOf(service, (key) => isUnknown(key, ports.store)) ?? dataOfSharers(service, ports)
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
  if (volume !== undefined) return volumeWords(volume)
  const written = writtenDirectory(template)
  if (written !== undefined) return `what it wrote to ${written}`
  const anonymous = template.mounts?.find(({ type, source }) => type === 'Volume' && source === undefined)
  return anonymous && `its anonymous volume at ${anonymous.target}`
}

/** A volume of a service, but for these, of which nobody knows where it is. */
function unknownVolume({ metadata, spec }: V1Service, store: Store, but: readonly string[] = []): string | undefined {
  if (isGlobal(spec)) return undefined
  const names = volumesOf(spec.template).filter((name) => !but.includes(name))
  const volume = names.find((name) => isUnknown(keyFor(metadata.namespace, name), store))
  return volume === undefined ? undefined : volumeWords(volume)
}

function volumeWords(name: string): string {
  return `the volume ${name}`
}

/** Whether this state never saw it in use: where it was before its backup is not where it is. */
export function isUnknown(key: Key, store: Store): boolean {
  const volume = store.get('Volume', key)
  if (!volume || !isOnOneHost(key, store)) return false
  return isMountedBefore(key, store) || lastMountedOn(key, store).size < nodesNeeded(volume, store)
}

function isOnOneHost(key: Key, store: Store): boolean {
  const volume = store.get('Volume', key)
  return !!volume && !volume.spec.recreate && nodesNeeded(volume, store) !== Number.POSITIVE_INFINITY
}

/** What shares with it, as its network, is where it is. */
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
