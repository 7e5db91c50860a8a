import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { isObserved } from '../../../api/v1/metadata.ts'
import { keyFor, keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import { runningServices, sharedServices, volumeServices } from '../../../api/v1/template-refs.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isUnplaced } from '../../../api/v1/unplaced.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isAtGoal } from '../../service/goal.ts'
import { isRestartAwaited } from '../../service/restart.ts'
import { othersInSlot } from '../../service/slots.ts'
import { goalUnderWay } from '../../service/under-way.ts'
import { isInWaiting } from './name-holder.ts'
import { hasEnded, isRetiring } from '../../../api/v1/task-phase.ts'
import type { Need } from '../view.ts'

type Looked = Pick<Ports, 'store' | 'inventory'>

/**
 * The tasks of a service on a task's node, of which the first is the one to share with. A task that stays comes first, then that of the
 * nearest slot, and of one slot the newest.
 */
export function ownersOf(
  { metadata, spec }: V1Task,
  service: string,
  { store }: Pick<Ports, 'store'>,
): readonly V1Task[] {
  const distance = (owner: V1Task) => Math.abs(owner.spec.slot - spec.slot)
  const tasks = [...store.by('Task', 'service', keyFor(metadata.namespace, service)).values()]
  return tasks
    .filter((owner) => owner.spec.node === spec.node)
    .sort((a, b) => stays(a) - stays(b) || distance(a) - distance(b) || a.spec.slot - b.spec.slot || newerFirst(a, b))
}

function stays(owner: V1Task): number {
  if (isRetiring(owner)) return 2
  return hasEnded(owner) ? 1 : 0
}

function newerFirst(a: V1Task, b: V1Task): number {
  const [one = '', other = ''] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp]
  return one === other ? 0 : one > other ? -1 : 1
}

/** The containers of a task that others may share. */
export function sharedContainersOf(owner: V1Task, { inventory }: Looked): readonly HostContainer[] {
  return inventory
    .containersOf(owner.metadata.name)
    .filter(({ node, container }) => node === owner.spec.node && !isInWaiting(owner, container))
    .map(({ container }) => container)
}

/**
 * The needs of a task that refers to containers of other services. Such a container has to exist, and for most references to run. One that
 * is about to be replaced does not count, as the task would have to be recreated for its successor. `isExcused`: the services that it does
 * not wait for.
 */
export function sharedNeeds(
  task: V1Task,
  ports: Looked,
  isExcused: (service: string) => boolean = () => false,
): readonly Need[] {
  return sharedServices(task.spec.template).flatMap((service) => {
    const lacks = lackOf(service, task, ports)
    return lacks === undefined || isExcused(service) ? [] : [lacking(service, lacks)]
  })
}

function lackOf(service: string, task: V1Task, ports: Looked): string | undefined {
  const [owner] = ownersOf(task, service, ports)
  if (!owner) return `which has no task on ${task.spec.node ?? 'its node'} yet`
  if (isPassing(owner, task, ports.store)) return 'which is about to be replaced'
  const mustRun = runningServices(task.spec.template).includes(service)
  const found = sharedContainersOf(owner, ports)
  if (found.some(({ State }) => !mustRun || State.Status === 'running')) return undefined
  return mustRun ? 'which does not run yet' : 'which has no container yet'
}

function lacking(service: string, lacks: string): Need {
  const message = `it shares what ${service} has, or is linked to it, ${lacks}`
  return { reason: taskReasons.waitingForNamespace, message }
}

/**
 * Whether a task is about to be replaced, or its service has not observed the current spec yet. A later slot of a rollout may take long, so
 * only a task whose slot has another running task waits for that.
 */
function isPassing(owner: V1Task, task: V1Task, store: Ports['store']): boolean {
  const service = store.get('Service', serviceKeyOf(owner))
  if (!service || isToGo(owner, service, store) || isBeingFollowed(owner, store)) return true
  const isRelieved = () => othersInSlot(task, store).some(({ status }) => status?.phase === 'Running')
  return isOutdated(owner, service, store) && isRelieved()
}

/** Whether a successor of a task is to get its node next: on the task's own, it is the one to share with. */
function isBeingFollowed(owner: V1Task, store: Ports['store']): boolean {
  return othersInSlot(owner, store).some(
    (other) => other.spec.node === undefined && !isRetiring(other) && !isUnplaced(other),
  )
}

/** Whether a task is retiring, or its service is still to say which of its tasks stay. */
function isToGo(owner: V1Task, service: V1Service, store: Ports['store']): boolean {
  return isRetiring(owner) || !isObserved(service) || isRestartAwaited(store, keyOf(service))
}

/** Whether the rollout that is under way is to replace a task. */
function isOutdated(owner: V1Task, service: V1Service, store: Ports['store']): boolean {
  const goal = goalUnderWay(service, store)
  return goal !== undefined && !isAtGoal(owner, goal)
}

/**
 * Whether a container goes on with the volumes that it has of another one, though that is gone: the one whose volumes it would be made anew
 * with is to be replaced, too.
 */
export function keepsVolumes(task: V1Task, { store }: Looked): boolean {
  return volumeServices(task.spec.template).some((name) => {
    const [owner] = ownersOf(task, name, { store })
    const service = owner && store.get('Service', serviceKeyOf(owner))
    return service && (isToGo(owner, service, store) || isOutdated(owner, service, store))
  })
}
