import type { V1Task } from '../../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../../api/v1/labels.ts'
import {
  failedContainerName,
  hostNameOf,
  isKeptFailure,
  keyFor,
  keyOf,
  serviceKeyOf,
  slotKeyOf,
  temporaryName,
  wantedName,
} from '../../../api/v1/names.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { isOneOff } from '../../../engine/container/one-off.ts'
import { isRunning } from '../../../engine/informer/state-order.ts'
import { isUp } from '../../../engine/container/is-up.ts'
import type { HostContainer, PlacedContainer } from '../../../engine/inventory.ts'
import { sharedServices, volumesOf } from '../../../api/v1/template-refs.ts'
import { makerOf } from '../../adoption/remedy.ts'
import { isOurselves } from '../../runtime/ourselves.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isLost } from '../../holds/node-hold.ts'
import { strategyOf } from '../../service/strategy.ts'
import { ourTime } from '../plan/engine-time.ts'
import { isRetiring } from '../phase.ts'
import type { NameHolder } from '../view.ts'
import { isOneShot } from '../../service/to-end.ts'
import type { Key } from '../../../store/objects/store.ts'

/** Who stands before a task: who has its name; stop-first, any container of its slot, whatever its name. */
export function nameHolder(task: V1Task, name: string, ports: Ports): NameHolder | undefined {
  const { inventory, installation } = ports
  const { node = '' } = task.spec
  const holder = inventory.containerNamed(node, name)
  const own = holder?.Config.Labels ?? {}
  if (!holder) return predecessorInSlot(task, ports) ?? predecessorElsewhere(task, name, ports)
  if (own[labels.installation] !== installation) return foreign(holder)
  if (own[labels.task] === task.metadata.name)
    return holder.State.Status === 'created' ? predecessorElsewhere(task, name, ports) : undefined
  // A one-off was named by a person, and goes when they say so.
  if (isOneOff(own)) return { by: 'foreign', id: holder.Id }
  return holderOfOurs(task, holder, ports)
}

function foreign({ Id: id, Config }: HostContainer): NameHolder {
  const maker = makerOf(Config.Labels)
  return { by: 'foreign', id, ...(maker ? { maker } : {}) }
}

/** One of another service, of another slot, or of the task's own. */
function holderOfOurs(task: V1Task, holder: HostContainer, ports: Ports): NameHolder {
  const { store } = ports
  const own = holder.Config.Labels ?? {}
  const key = serviceKeyOf(task)
  const owner = keyFor(own[labels.stack], own[labels.name] ?? '')
  // One of another slot was renamed by hand: it is to have its own name, and stops for no task of this slot.
  const isRenamed = owner === key && isOfAnotherSlot(task, own, store)
  const before = isRenamed ? predecessorInSlot(task, ports) : undefined
  if (before) return before
  if (isRenamed || owner !== key)
    return { by: 'service', service: owner, waitsForUs: isFirstInRing(task, holder, ports) }
  const order = isOurselves(ports, { node: task.spec.node ?? '', id: holder.Id }) ? 'StartFirst' : orderOf(key, store)
  const predecessor = { by: 'predecessor', task: own[labels.task] ?? nameOf(holder), order } as const
  if (isStuck(holder, task.spec.node ?? '', ports))
    return { ...predecessor, order: 'StartFirst', ...beside(task, ports) }
  return isGoing(holder, ports) ? { ...predecessor, isGoing: true } : { ...predecessor, ...beside(task, ports) }
}

/** A removal that takes longer than this, ms, may take for ever. */
const REMOVAL_MS = 30_000

/**
 * Whether an engine can't get rid of a container, as where its disk is busy. It has ended and will not start again: nobody waits for it to
 * stop, and its name may be held for good.
 */
function isStuck({ State }: HostContainer, node: string, { clock, inventory }: Ports): boolean {
  if (State.Status === 'dead') return true
  return State.Status === 'removing' && clock.now() - ourTime(State.FinishedAt, inventory.host(node)) >= REMOVAL_MS
}

/**
 * Whether only its removal is still to come: beside such a one nothing is made, as which of both is first would decide the name.
 */
function isGoing(container: HostContainer, { store }: Pick<Ports, 'store'>): boolean {
  const { [labels.stack]: stack, [labels.task]: name = '' } = container.Config.Labels ?? {}
  const task = store.get('Task', keyFor(stack, name))
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
 * Whether running tasks wait for each other's names in a ring that leads from the holder of this one's back to it, and it is
 * the one of the lowest key, that makes way. Its temporary name has to be free for that.
 */
function isFirstInRing(task: V1Task, holder: HostContainer, { store, inventory }: Ports): boolean {
  const { node = '' } = task.spec
  if (inventory.containerNamed(node, temporaryName(task))) return false
  const passed = new Set<string>()
  for (let held: HostContainer | undefined = holder; held; ) {
    const { [labels.stack]: stack, [labels.task]: name = '' } = held.Config.Labels ?? {}
    const key = keyFor(stack, name)
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
    const stands = hasContainer(
      other,
      ports,
      ({ node, container }) => !isInWaiting(other, container) && !isStuck(container, node, ports),
    )
    if (stands) return { by: 'predecessor', task: other.metadata.name, order: 'StopFirst', ...beside(task, ports) }
  }
  return undefined
}

/**
 * What runs of the slot on another node, be it one that has not answered for a while: only once that is lost nobody waits for it (S5).
 * Its name is free here, but for what mounts volumes at the create.
 */
function predecessorElsewhere(task: V1Task, name: string, ports: Ports): NameHolder | undefined {
  for (const other of stopFirst(task, ports)) {
    if (other.spec.node === task.spec.node) continue
    const runs = hasContainer(
      other,
      ports,
      ({ node, container }) => isUp(container.State.Status) && !isLost(ports.store.get('Node', node)),
    )
    if (!runs) continue
    const early = beside(task, ports).beside === undefined ? {} : { beside: name }
    return { by: 'predecessor', task: other.metadata.name, order: 'StopFirst', ...early }
  }
  return undefined
}

/** The other tasks of a task's slot, where what runs of them is to stop before it starts. */
function stopFirst(task: V1Task, { store }: Ports): readonly V1Task[] {
  const slot = store.by('Task', 'slot', slotKeyOf(task))
  if (slot.size < 2) return []
  if (orderOf(serviceKeyOf(task), store) === 'StartFirst') return []
  return [...slot.values()].filter((other) => other.metadata.name !== task.metadata.name)
}

/** Whether a task has a container of which this holds; the one that the loops run in stops for nobody. */
function hasContainer(task: V1Task, ports: Ports, holds: (placed: PlacedContainer) => boolean): boolean {
  return ports.inventory.containersOf(task.metadata.name).some((placed) => {
    const { node, container } = placed
    return isOf(task, container) && holds(placed) && !isOurselves(ports, { node, id: container.Id })
  })
}

/**
 * The name of a container beside the predecessor's. There is none for one that refers to others by id, which may be replaced
 * as well, nor with a volume of a driver that may let only one have it: engines mount volumes at the create already.
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

/** Whether a container was made beside its predecessor's, and is to start when that is gone. */
export function isInWaiting(task: V1Task, container: HostContainer): boolean {
  return container.State.Status === 'created' && nameOf(container) === temporaryName(task)
}

/** Whether a container was made for the task's service, and by this installation. */
export function isOfService(
  { Config }: { readonly Config: Pick<HostContainer['Config'], 'Labels'> },
  { metadata, spec }: V1Task,
  { installation }: Pick<Ports, 'installation'>,
): boolean {
  const own = Config.Labels ?? {}
  const isOurs = own[labels.installation] === installation
  return isOurs && own[labels.stack] === metadata.namespace && own[labels.name] === spec.service
}

/** Whether another than its service has the name under which the container of a failed task that goes would be kept. */
export function isFailedNameTaken(task: V1Task, ports: Ports): boolean {
  if (task.status?.phase !== 'Failed' || !isRetiring(task)) return false
  const held = ports.inventory.containerNamed(task.spec.node ?? '', failedContainerName(wantedName(task)))
  return held !== undefined && !isOfService(held, task, ports)
}

/** Whether a container is one of the task's stack, and not a kept failure. */
export function isOf(task: V1Task, container: HostContainer): boolean {
  return container.Config.Labels?.[labels.stack] === task.metadata.namespace && !isKeptFailure(nameOf(container))
}
