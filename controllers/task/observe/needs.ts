import type { V1Maker, V1Network, V1Service, V1Task, V1Volume } from '../../../api/v1/generated/types.ts'
import { getCondition } from '../../../api/v1/conditions.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { hostNameOf, keyFor, keyOf, serviceKeyOf, slotKeyOf, wantedName } from '../../../api/v1/names.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { wasRolledOut } from '../../../api/v1/failed-revision.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import { conditionTypes, deliveryReasons, holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { type Reference, referencesOf } from '../../delivery/path.ts'
import { entryAt, isDelivered } from '../../delivery/record.ts'
import { leftBehind } from '../../holds/left-behind.ts'
import { nodeHold } from '../../holds/node-hold.ts'
import { pauseOf } from '../../holds/pause.ts'
import { stopOf } from '../../holds/stop.ts'
import { isHalfMade } from '../../holds/half-made.ts'
import { isOwnVolume, isReplaced } from '../../holds/lost-volume.ts'
import type { Ports } from '../../runtime/ports.ts'
import { undecidedSwarm } from '../../holds/swarm-volume.ts'
import { revisionOf } from '../pin.ts'
import { hadContainer } from './baseline.ts'
import { copyWords } from './copies.ts'
import { doomedVolumeWords } from './doomed-volume.ts'
import { leavingWriterNeeds } from './leaving-writer.ts'
import { isOfNow } from '../../service/of-now.ts'
import { awaitedBy, type Others, unmetDependencies } from '../../service/dependencies.ts'
import { replicaOf } from '../../service/replica.ts'
import { isPlaceOf } from '../../service/slots.ts'
import { leftOf } from '../../service/stopped.ts'
import { networksOf, volumesOf } from '../../../api/v1/template-refs.ts'
import { networkBody } from '../../../engine/network/body.ts'
import { networkDifference } from '../../../engine/network/difference.ts'
import type { NetworkInspect } from '../../../engine/types/network.ts'
import { replaceNetwork } from '../../network/plan.ts'
import { lackedAddress } from './lacked-address.ts'
import { networkOnNode, pathOnNode } from './on-node.ts'
import { sharedNeeds } from './shared.ts'
import { nameHolder } from './name-holder.ts'
import { standsOffFrom } from './stands-off.ts'
import type { Need } from '../view.ts'

/** Why a task's node can't be worked on; undefined if it can. A node's own hold comes before a pause. */
export function hostHold(task: V1Task, ports: Ports): Need | undefined {
  const { metadata, spec } = task
  const { store, clock } = ports
  const held = nodeHold(spec.node ?? '', ports)
  if (held) return { reason: held.reason, message: `${held.because}${leftWords(task, ports)}${copyWords(task, ports)}` }
  const paused = pauseOf(store, { namespace: metadata.namespace, name: spec.service }, clock.now())
  return paused && { reason: holdReasons.paused, ...paused }
}

/** Why a task stays on a node that is gone, and how it goes on without that. */
function leftWords(task: V1Task, ports: Ports): string {
  const left = leftBehind(task, ports)
  return left === undefined ? '' : `; ${left}`
}

/** Whether the start is the task's first one, and whether its container is made already. */
interface NeedsOptions {
  readonly first: boolean
  readonly isMade: boolean
}

/** The unmet conditions for creating or starting a task's container, the most telling first. */
export function needsOf(task: V1Task, ports: Ports, { first, isMade }: NeedsOptions): readonly Need[] {
  return [
    ...(first ? dependencyNeeds(task, ports, isMade) : []),
    ...networkNeeds(task, ports),
    ...volumeNeeds(task, ports),
    ...leavingWriterNeeds(task, ports),
    ...contentNeeds(task, ports),
    ...sharedNeeds(task, ports, isPortAwaited(task, ports)),
  ]
}

/** What delays a task's end: in a deletion or a stop, dependents that have to end first. */
export function endNeedsOf(task: V1Task, { store }: Ports): readonly Need[] {
  const service = store.get('Service', serviceKeyOf(task))
  if (!service || !(isBeingDeleted(service) || isStopped(service, store))) return []
  for (const other of store.by('Service', 'namespace', task.metadata.namespace ?? '').values()) {
    if (!other.spec.dependsOn?.some((dependency) => dependency.service === task.spec.service)) continue
    if (hasTasksToEnd(other, store))
      return [{ reason: taskReasons.stopping, message: `${other.metadata.name} depends on it and stops first` }]
  }
  return []
}

/** Whether a service is deleted or stopped as a whole and still has tasks to end. */
function hasTasksToEnd(service: V1Service, store: Ports['store']): boolean {
  const tasks = store.by('Task', 'service', keyOf(service))
  if (isBeingDeleted(service)) return tasks.size > 0
  return isStopped(service, store) && leftOf({ tasks: [...tasks.values()] }).length > 0
}

function isStopped(service: V1Service, store: Ports['store']): boolean {
  return store.facts('stop').size > 0 && stopOf(store, keyOf(service)) !== undefined
}

/**
 * The unmet dependencies of a task, without those that wait, perhaps through others, for a port of its predecessor: each would wait for the
 * other.
 */
function dependencyNeeds(task: V1Task, ports: Ports, isMade: boolean): readonly Need[] {
  const find = (name: string) => ports.store.get('Service', keyFor(task.metadata.namespace, name))
  const dependsOn = awaitedBy(find(task.spec.service), find)
  if (dependsOn.length === 0) return []
  const among: Others = { find, isOfNow: (service) => isOfNow(service, ports.store), ...courseOf(task, ports) }
  const unmet = unmetDependencies(dependsOn, among)
  if (unmet.length === 0) return unmet
  const isProven = among.isProven || (isMade && hasReplaced(task, ports))
  const standsOff = standsOffFrom(task, ports)
  const others = dependsOn.filter(({ service }) => !standsOff(service))
  return unmetDependencies(others, { ...among, isProven })
}

/**
 * Why a task that never started waits: it brings an update or a restart (`comesWithUpdate`), or it heals what ran before. `isProven`: its
 * revision was rolled out once.
 */
function courseOf(task: V1Task, ports: Ports): Pick<Others, 'comesWithUpdate' | 'isProven'> {
  const revision = revisionOf(task, ports)
  const isProven = revision !== undefined && wasRolledOut(revision)
  const isNew = !isProven || replicaOf(task).restart !== undefined
  return { isProven, comesWithUpdate: isNew && !hadContainer(task, ports.store) }
}

/**
 * Whether nothing is left to run in the place of a task whose container is made, of a service that ran before: what did was stopped for it,
 * and the service would stay down without it (S10). Its dependencies were met as the container was made.
 */
function hasReplaced(task: V1Task, { store }: Ports): boolean {
  const key = serviceKeyOf(task)
  if (![...store.by('Revision', 'service', key).values()].some(wasRolledOut)) return false
  const service = store.get('Service', key)
  const { node = '', slot } = task.spec
  const isOther = (other: V1Task) =>
    other.metadata.uid !== task.metadata.uid && isPlaceOf(other, { node, slot }, service)
  const among =
    service && isGlobal(service.spec) ? store.by('Task', 'service', key) : store.by('Task', 'slot', slotKeyOf(task))
  return [...among.values()].every((other) => !isOther(other) || isRetiring(other))
}

/**
 * Whether a service that the task shares with waits for a port of its predecessor, while that has to stop before the task is created: it is
 * to stop, and the task waits for the service then.
 */
function isPortAwaited(task: V1Task, ports: Ports): (service: string) => boolean {
  const standsOff = standsOffFrom(task, ports)
  return (service) => standsOff(service) && nameHolder(task, wantedName(task), ports)?.by === 'predecessor'
}

function networkNeeds(task: V1Task, ports: Ports): readonly Need[] {
  const { metadata, spec } = task
  return networksOf(spec.template).flatMap((name) => {
    const network = ports.store.get('Network', keyFor(metadata.namespace, name))
    if (!network) return [{ reason: taskReasons.waitingForNetwork, message: `the network ${name} is not declared` }]
    const found = networkOnNode(task, network, ports)
    const { message = `the network ${name} is not on ${spec.node} yet`, maker } = heldOn(network, spec.node)
    if (!found) return [{ reason: taskReasons.waitingForNetwork, message, ...(maker ? { maker } : {}) }]
    const lacks = addressMessage(task, { network, found, installation: ports.installation })
    return lacks === undefined ? [] : [{ reason: taskReasons.waitingForNetwork, message: lacks }]
  })
}

interface Found {
  readonly network: V1Network
  readonly found: NetworkInspect
  readonly installation: string
}

/**
 * Why a task can't use a network that differs from its declaration: it lacks a fixed address of the task that the declared one has. Other
 * differences prevent no start, and show in the network's status.
 */
function addressMessage({ metadata, spec }: V1Task, { network, found, installation }: Found): string | undefined {
  const { name } = network.metadata
  const attached = spec.template.networks?.find((attachment) => attachment.network === name)
  const address = attached && lackedAddress(attached, { declared: network.spec, found })
  if (address === undefined || network.spec.external) return undefined
  const difference = networkDifference(networkBody({ network, installation }), found) ?? 'it is not as declared'
  return `the network ${name} on ${spec.node} has no address ${address}: ${difference}; ${replaceNetwork(metadata.namespace)}`
}

/** The volumes that are not ready to be mounted. Until they are, no running container is removed for their sake. */
export function volumeNeeds({ metadata, spec }: V1Task, ports: Ports): readonly Need[] {
  return volumesOf(spec.template).flatMap((name) => {
    const volume = ports.store.get('Volume', keyFor(metadata.namespace, name))
    if (!volume) return [{ reason: taskReasons.waitingForVolume, message: `the volume ${name} is not declared` }]
    const held = heldOn(volume, spec.node)
    if (isBeingDeleted(volume))
      return [{ reason: taskReasons.waitingForVolume, message: doomedVolumeWords(volume, spec.service, held.message) }]
    if (isThere(volume, spec.node ?? '', ports)) return []
    const { message = `the volume ${name} is not on ${spec.node} yet` } = held
    return [{ reason: taskReasons.waitingForVolume, message }]
  })
}

function isThere(volume: V1Volume, node: string, ports: Ports): boolean {
  const found = ports.inventory.host(node)?.volumes.get(hostNameOf(volume))
  if (found === undefined || undecidedSwarm({ node, volume, labels: found.Labels }, ports) !== undefined) return false
  const isOurs = isOwnVolume(found, ports.installation)
  return !isReplaced(node, volume, isOurs) && !(isOurs && isHalfMade(node, volume, ports.store))
}

interface OnNode {
  readonly node: string
  readonly state?: string
  readonly message?: string
  readonly maker?: V1Maker
}

/** What holds an object on a node; empty if nothing does. */
function heldOn({ status }: { status?: { nodes?: OnNode[] } }, node = ''): Partial<OnNode> {
  return (status?.nodes && heldBy(status.nodes).get(node)) ?? {}
}

const holds = new WeakMap<readonly OnNode[], ReadonlyMap<string, OnNode>>()

/** The holds in a status by node, cached: every waiting task asks. */
function heldBy(nodes: readonly OnNode[]): ReadonlyMap<string, OnNode> {
  const known = holds.get(nodes)
  if (known) return known
  const made = new Map(
    nodes.filter(({ state }) => state === 'Held' || state === 'Lost').map((entry) => [entry.node, entry]),
  )
  holds.set(nodes, made)
  return made
}

/** The Secrets and Configs of a task that are not known to be on its node, with the reason. */
export function contentNeeds(task: V1Task, ports: Ports): readonly Need[] {
  return referencesOf(task.spec.template).flatMap((reference) => contentNeed(task, reference, ports) ?? [])
}

/** As contentNeeds, for one reference; undefined if its bytes are on the node. */
export function contentNeed(task: V1Task, reference: Reference, ports: Ports): Need | undefined {
  const { metadata, spec } = task
  const { kind, name } = reference
  const object = ports.store.get(kind, keyFor(metadata.namespace, name))
  const reason = kind === 'Secret' ? taskReasons.waitingForSecret : taskReasons.waitingForConfig
  if (!object) return { reason, message: `the ${kind.toLowerCase()} ${name} is not declared` }
  const place = { node: spec.node ?? '', directory: pathOnNode(task, reference, ports).directory }
  if (isDelivered(object, place)) return undefined
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  const why = ready?.reason === deliveryReasons.sourceMissing ? ready.message : entryAt(object, place)?.message
  return { reason, message: why ?? `the ${kind.toLowerCase()} ${name} is brought to ${spec.node} first` }
}
