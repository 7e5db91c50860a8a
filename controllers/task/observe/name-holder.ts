import type { V1Task } from '../../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../../api/v1/labels.ts'
import {
  failedContainerName,
  hostNameOf,
  isKeptFailure,
  keyFor,
  keyOf,
  serviceKeyOf,
  temporaryName,
  wantedName,
} from '../../../api/v1/names.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { isOneOff } from '../../../engine/container/one-off.ts'
import { present } from '../../../engine/container/present.ts'
import { isRunning } from '../../../engine/informer/state-order.ts'
import { isUp } from '../../../engine/container/is-up.ts'
import type { HostContainer, PlacedContainer } from '../../../engine/inventory.ts'
import { sharedServices, volumesOf } from '../../../api/v1/template-refs.ts'
import { makerOf } from '../../adoption/remedy.ts'
import { isOurselves } from '../../ownership/ourselves.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isLost } from '../../holds/node-hold.ts'
import { strategyOf } from '../../service/strategy.ts'
import { ourTime } from '../plan/engine-time.ts'
import { hasEnded, isEvicted, isRetiring } from '../../../api/v1/task-phase.ts'
import type { NameHolder } from '../view.ts'
import { hadContainer } from './baseline.ts'
import { isOneShot } from '../../service/to-end.ts'
import { othersInSlot } from '../../service/slots.ts'
import type { Key } from '../../../store/objects/store.ts'
import { objectKeyIn, taskKeyIn } from '../../ownership/made-for.ts'

/** Who holds a task back: the holder of its name; under StopFirst also any container of its slot, whatever its name. */
export function nameHolder(task: V1Task, name: string, ports: Ports): NameHolder | undefined {
  const { inventory, installation } = ports
  const { node = '' } = task.spec
  const holder = inventory.containerNamed(node, name)
  const own = holder?.Config.Labels ?? {}
  if (!holder) return predecessorInSlot(task, ports) ?? predecessorElsewhere(task, name, ports)
  if (own[labels.installation] !== installation) return foreign(holder)
  if (own[labels.task] === task.metadata.name)
    return holder.State.Status === 'created' ? predecessorElsewhere(task, name, ports) : undefined
  // A person named a one-off container, and decides when it goes.
  if (isOneOff(own)) return { by: 'foreign', id: holder.Id }
  return holderOfOurs(task, holder, ports)
}

function foreign({ Id: id, Config }: HostContainer): NameHolder {
  const maker = makerOf(Config.Labels)
  return { by: 'foreign', id, ...(maker ? { maker } : {}) }
}

/** Classifies a holder of ours: of another service, of another slot, or the predecessor in the task's slot. */
function holderOfOurs(task: V1Task, holder: HostContainer, ports: Ports): NameHolder {
  const { store } = ports
  const own = holder.Config.Labels ?? {}
  const key = serviceKeyOf(task)
  const owner = objectKeyIn(own)
  // One of another slot was renamed by hand. It gets its own name back, and need not stop for this slot's task.
  const isRenamed = owner === key && isOfAnotherSlot(task, own, store)
  const before = isRenamed ? predecessorInSlot(task, ports) : undefined
  if (before) return before
  if (isRenamed || owner !== key)
    return { by: 'service', service: owner, waitsForUs: isFirstInRing(task, holder, ports) }
  const order = isOurselves(ports, { node: task.spec.node ?? '', id: holder.Id }) ? 'StartFirst' : orderOf(key, store)
  const predecessor = { by: 'predecessor', task: own[labels.task] ?? nameOf(holder), order } as const
  if (isStuck(holder, task.spec.node ?? '', ports))
    return { ...predecessor, order: 'StartFirst', ...beside(task, ports) }
  const waits = { ...predecessor, ...untilStuck(holder, task.spec.node ?? '', ports) }
  return isGoing(holder, ports) ? { ...waits, isGoing: true } : { ...waits, ...beside(task, ports) }
}

/** A removal that takes longer than this, ms, may never end. */
export const REMOVAL_MS = 30_000

/**
 * Whether an engine can't remove a container, as when its disk is busy. The container has ended and won't start again, so nobody waits for
 * its stop. Its name may stay taken for good.
 */
function isStuck({ State }: HostContainer, node: string, { clock, inventory }: Ports): boolean {
  if (State.Status === 'dead') return true
  return clock.now() >= (stuckFrom({ State }, node, inventory) ?? Number.POSITIVE_INFINITY)
}

/** When the removal of a container counts as one that may never end, ms since the epoch; undefined for one that is not being removed. */
function stuckFrom({ State }: Pick<HostContainer, 'State'>, node: string, { host }: Ports['inventory']) {
  return State.Status === 'removing' ? ourTime(State.FinishedAt, host(node)) + REMOVAL_MS : undefined
}

function untilStuck(container: HostContainer, node: string, { inventory }: Ports): { readonly until?: number } {
  return present({ until: stuckFrom(container, node, inventory) })
}

/** Whether only the removal of a container is still to come. Nothing is created beside it, as a race would decide about the name. */
function isGoing(container: HostContainer, { store }: Pick<Ports, 'store'>): boolean {
  const task = store.get('Task', taskKeyIn(container.Config.Labels))
  return task !== undefined && isRetiring(task) && !isRunning(container)
}

function isOfAnotherSlot({ metadata, spec }: V1Task, own: Readonly<Record<string, string>>, { get }: Ports['store']) {
  const known = get('Task', keyFor(metadata.namespace, own[labels.task] ?? ''))
  const slot = known?.spec.slot ?? Number(own[composeLabels.containerNumber])
  return Number.isInteger(slot) && slot !== spec.slot
}

function orderOf(key: Key, store: Ports['store']): 'StopFirst' | 'StartFirst' {
  const service = store.get('Service', key)
  return service ? strategyOf(service, false, isOneShot(service, store)).order : 'StopFirst'
}

/**
 * Whether running tasks wait for each other's names in a ring from the holder of this task's name back to this task, and this task has the
 * lowest key, so that it gives way. That takes a free temporary name.
 */
function isFirstInRing(task: V1Task, holder: HostContainer, { store, inventory }: Ports): boolean {
  const { node = '' } = task.spec
  if (inventory.containerNamed(node, temporaryName(task))) return false
  const passed = new Set<string>()
  for (let held: HostContainer | undefined = holder; held; ) {
    const key = taskKeyIn(held.Config.Labels)
    if (key === keyOf(task)) return true
    const next = store.get('Task', key)
    if (!next || isRetiring(next) || key < keyOf(task) || passed.has(key)) return false
    passed.add(key)
    held = inventory.containerNamed(node, wantedName(next))
  }
  return false
}

function predecessorInSlot(task: V1Task, ports: Ports): NameHolder | undefined {
  for (const other of stopFirst(task, ports)) {
    if (other.spec.node !== task.spec.node) continue
    const stands = containerOf(
      other,
      ports,
      ({ node, container }) => !isInWaiting(other, container) && !isStuck(container, node, ports),
    )
    if (!stands) continue
    const until = untilStuck(stands.container, stands.node, ports)
    return { by: 'predecessor', task: other.metadata.name, order: 'StopFirst', ...until, ...beside(task, ports) }
  }
  return undefined
}

/**
 * The predecessor of a task that runs on another node, also on one that has not answered for a while: only after the node is lost nobody
 * waits for it (S5). Here the name is free, so the container may be created early, unless a create already mounts its volumes.
 */
function predecessorElsewhere(task: V1Task, name: string, ports: Ports): NameHolder | undefined {
  for (const other of stopFirst(task, ports)) {
    if (other.spec.node === task.spec.node) continue
    const runs = containerOf(
      other,
      ports,
      ({ node, container }) => isUp(container.State.Status) && !isLost(ports.store.get('Node', node)),
    )
    if (!runs && !mayRunUnseen(other, ports)) continue
    const early = beside(task, ports).beside === undefined ? {} : { beside: name }
    return { by: 'predecessor', task: other.metadata.name, order: 'StopFirst', ...early }
  }
  return undefined
}

/** Whether a task had a container on a node that has not answered this process yet, and that is not lost: it may still run there. */
function mayRunUnseen(task: V1Task, { store, inventory }: Ports): boolean {
  const node = store.get('Node', task.spec.node ?? '')
  if (!node || isLost(node) || inventory.host(node.metadata.name)?.synced) return false
  return hadContainer(task, store) && !hasEnded(task) && !isEvicted(task)
}

/** The other tasks of a task's slot, if they have to stop before it starts. */
function stopFirst(task: V1Task, { store }: Ports): readonly V1Task[] {
  const others = othersInSlot(task, store)
  return others.length === 0 || orderOf(serviceKeyOf(task), store) === 'StartFirst' ? [] : others
}

/** A container of a task that `holds` accepts. The container of this process never counts, as it stops for nobody. */
function containerOf(task: V1Task, ports: Ports, holds: (placed: PlacedContainer) => boolean) {
  return ports.inventory.containersOf(task.metadata.name).find((placed) => {
    const { node, container } = placed
    return isOf(task, container) && holds(placed) && !isOurselves(ports, { node, id: container.Id })
  })
}

/**
 * The name for a container beside its predecessor; absent if it can't be created early. It can't if it refers to other containers by id,
 * which may be replaced too. Nor can it with a volume whose driver may allow only one user, as engines mount volumes at the create.
 */
function beside(task: V1Task, { store, inventory }: Ports): { readonly beside?: string } {
  const { metadata, spec } = task
  const name = temporaryName(task)
  if (inventory.containerNamed(spec.node ?? '', name) || sharedServices(spec.template).length > 0) return {}
  const volumes = inventory.host(spec.node ?? '')?.volumes
  const isLocal = (volume: string) => {
    const declared = store.get('Volume', keyFor(metadata.namespace, volume))
    return (declared && volumes?.get(hostNameOf(declared))?.Driver) === 'local'
  }
  return volumesOf(spec.template).every(isLocal) ? { beside: name } : {}
}

/** Whether a container was created beside its predecessor, to be started once that is gone. */
export function isInWaiting(task: V1Task, container: HostContainer): boolean {
  return container.State.Status === 'created' && nameOf(container) === temporaryName(task)
}

/** Whether this installation made a container for the task's service. */
export function isOfService(
  { Config }: { readonly Config: Pick<HostContainer['Config'], 'Labels'> },
  { metadata, spec }: V1Task,
  { installation }: Pick<Ports, 'installation'>,
): boolean {
  const own = Config.Labels ?? {}
  const isOurs = own[labels.installation] === installation
  return isOurs && own[labels.stack] === metadata.namespace && own[labels.name] === spec.service
}

/** Whether a container that is not its service's has the name under which a failed task's container would be kept. */
export function isFailedNameTaken(task: V1Task, ports: Ports): boolean {
  if (task.status?.phase !== 'Failed' || !isRetiring(task)) return false
  const held = ports.inventory.containerNamed(task.spec.node ?? '', failedContainerName(wantedName(task)))
  return held !== undefined && !isOfService(held, task, ports)
}

/** Whether a container belongs to the task's stack and is no kept failure. */
export function isOf(task: V1Task, container: HostContainer): boolean {
  return container.Config.Labels?.[labels.stack] === task.metadata.namespace && !isKeptFailure(nameOf(container))
}
