import type { V1Service, V1Task, V1Volume } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { hostNameOf, keyFor, keyOf } from '../../api/v1/names.ts'
import { serviceReasons } from '../../api/v1/reasons.ts'
import { volumesOf, writtenPaths } from '../../api/v1/template-refs.ts'
import { cleanPath } from '../../engine/container/anonymous-volumes.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { leftTo } from '../task/act/left-volumes.ts'
import { lastWroteOn } from './last-written.ts'
import { lastMountedOn, mountedOn, olderOn } from './last-mounted.ts'
import { leftUnseen } from './unseen-data.ts'

/** A task that is placed on `to`, while the one before it in its slot was on `from`. */
interface Move {
  readonly service: V1Service
  readonly task: V1Task
  readonly from: string | undefined
  readonly to: string
}

/**
 * Records a warning if a task moves to another node and data in anonymous volumes stays behind. Nothing copies that data, and a person who
 * asked for a restart or an update may not know of it.
 */
export function tellLeftData({ service, task, from, to }: Move, ports: Ports): void {
  if (from === undefined || from === to) return
  const paths = pathsLeft(task, from, ports)
  if (paths.length === 0) return
  ports.recorder.record({
    object: `Service/${keyOf(service)}`,
    type: 'Warning',
    reason: serviceReasons.dataLeft,
    message: `${task.metadata.name} goes to ${to}; what its anonymous volumes have at ${listNames(paths)} stays on ${from}: mount a named volume there, and tasks stay where its data is`,
  })
}

/** Records a warning if a task is placed on another node than the one where its slot wrote to paths of its host that it mounts still. */
export function tellLeftPaths({ service, task, to }: Omit<Move, 'from'>, { store, recorder }: Ports): void {
  const paths = writtenPaths(task.spec.template)
  const from = lastWroteOn({ service: keyOf(service), slot: task.spec.slot }, paths, store)
  if (from === undefined || from === to) return
  recorder.record({
    object: `Service/${keyOf(service)}`,
    type: 'Warning',
    reason: serviceReasons.dataLeft,
    message: `${task.metadata.name} goes to ${to}; what was written to ${listNames(paths)} on ${from} is not there, unless the hosts share that: copy it, and restart the task`,
  })
}

/**
 * Records a warning if a task is placed on a node with an older copy of a volume's data, or with none, for instance because the node with
 * the newest was deleted. Must be called before the mount there is recorded, which makes that copy the latest.
 */
export function tellOlderData({ service, task, to }: Omit<Move, 'from'>, ports: Ports): void {
  for (const name of volumesOf(task.spec.template)) {
    const volume = ports.store.get('Volume', keyFor(service.metadata.namespace, name))
    const differs = volume && differsFromLast(volume, to, ports)
    if (differs === undefined) continue
    ports.recorder.record({
      object: `Service/${keyOf(service)}`,
      type: 'Warning',
      reason: serviceReasons.dataLeft,
      message: `${task.metadata.name} goes to ${to}, ${differs}`,
    })
  }
}

/** How a volume on a node differs from where it was mounted last, in words; undefined if it does not, or was never mounted. */
function differsFromLast(volume: V1Volume, node: string, { store, inventory }: Ports): string | undefined {
  const [key, { name }] = [keyOf(volume), volume.metadata]
  if (inventory.host(node)?.volumes.has(hostNameOf(volume)))
    return olderOn(key, store).includes(node)
      ? `and on with what that has of the volume ${name}: what ${lastWords(key, store)} had, where it was mounted last, is newer`
      : undefined
  const [latest] = mountedOn(key, store)
  if (latest === undefined || latest === node) return undefined
  return `with a new volume ${name}: what ${lastWords(key, store)} had of it, where it was mounted last, is not in that`
}

function lastWords(volume: Key, store: Store): string {
  return listNames([...lastMountedOn(volume, store)])
}

/** Records a warning if a task starts without data that may be on a host which has not answered yet, as a person asked for it. */
export function tellUnseenData({ service, task, to }: Omit<Move, 'from'>, ports: Ports): void {
  const left = leftUnseen(task, service, ports)
  if (left === undefined) return
  ports.recorder.record({
    object: `Service/${keyOf(service)}`,
    type: 'Warning',
    reason: serviceReasons.dataLeft,
    message: `${task.metadata.name} goes to ${to}, without what is elsewhere: ${left}`,
  })
}

/**
 * The paths of a task's anonymous volumes on a node, sorted. Leaves out paths where something else is mounted now, and volumes known to be
 * gone.
 */
function pathsLeft(task: V1Task, node: string, ports: Ports): readonly string[] {
  const { mounts = [] } = task.spec.template
  const others = mounts.filter(({ type, source }) => type !== 'Volume' || source !== undefined)
  const taken = new Set(others.map(({ target }) => cleanPath(target)))
  const host = ports.inventory.host(node)
  const isThere = (name: string) => !host?.synced || host.volumes.has(name)
  const left = Object.entries(leftTo(task, node, ports)).filter(([path, name]) => !taken.has(path) && isThere(name))
  return left.map(([path]) => path).sort()
}
