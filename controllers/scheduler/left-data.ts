import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { keyOf } from '../../api/v1/names.ts'
import { serviceReasons } from '../../api/v1/reasons.ts'
import { cleanPath } from '../../engine/container/anonymous-volumes.ts'
import type { Ports } from '../runtime/ports.ts'
import { leftTo } from '../task/act/left-volumes.ts'

/** Where a task is to be, and where the one before it in its slot was. */
interface Move {
  readonly service: V1Service
  readonly task: V1Task
  readonly from: string | undefined
  readonly to: string
}

/**
 * Says of a task that goes to another node than the one before it what data stays there: nothing brings what is in anonymous volumes along,
 * and a person who asked for a restart or an update may not know of it.
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

/** Where it is, but for paths at which something else is mounted now, and volumes that are known to be gone. */
function pathsLeft(task: V1Task, node: string, ports: Ports): readonly string[] {
  const { mounts = [] } = task.spec.template
  const others = mounts.filter(({ type, source }) => type !== 'Volume' || source !== undefined)
  const taken = new Set(others.map(({ target }) => cleanPath(target)))
  const host = ports.inventory.host(node)
  const isThere = (name: string) => !host?.synced || host.volumes.has(name)
  const left = Object.entries(leftTo(task, node, ports)).filter(([path, name]) => !taken.has(path) && isThere(name))
  return left.map(([path]) => path).sort()
}
