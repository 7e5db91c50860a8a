import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { oncePerKey } from '../../../api/v1/language/once-per-key.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { runningServices, sharedServices } from '../../../api/v1/template-refs.ts'
import { followsCopy } from '../../data/unknown-copies.ts'
import { onlyOn } from '../../holds/left-behind.ts'
import type { Ports } from '../../runtime/ports.ts'
import { hasEnded, isRetiring } from '../../../api/v1/task-phase.ts'
import { isOneShot } from '../to-end.ts'

/**
 * The nodes of a service's tasks that are not retiring. An ended task counts in `all`, as it does for the scheduler, but not in `live`:
 * nobody follows it.
 */
interface Whereabouts {
  readonly all: ReadonlySet<string>
  readonly live: ReadonlySet<string>
}

/**
 * Returns a test for whether a task must follow the services that it shares namespaces or volumes with, as these moved to another node.
 * Running tasks that share a namespace follow at once: their namespace's container is gone, which they can't tell. One-shots, and tasks
 * that share volumes only, follow once they wait for that service. A task with data of its own on its node stays. What a backup bound beside
 * an older copy of a volume follows the newest.
 */
export function strandedIn(service: V1Service, ports: Pick<Ports, 'store' | 'inventory'>): (task: V1Task) => boolean {
  const { metadata, spec } = service
  if (isGlobal(spec)) return () => false
  const once = oncePerKey<Whereabouts>()
  const of = (name: string) => once(name, () => whereaboutsOf(keyFor(metadata.namespace, name), ports))
  return (task) => {
    const { node, template } = task.spec
    const shared = sharedServices(template)
    if (node === undefined) return false
    if (followsCopy(task, service, ports)) return true
    if (shared.length === 0) return false
    const waits = task.status?.reason === taskReasons.waitingForNamespace
    const felt = waits ? shared : isOneShot(service, ports.store) ? [] : runningServices(template)
    const isLeft = felt.some((name) => !of(name).all.has(node) && of(name).live.size > 0)
    const [first, ...others] = shared.map(of)
    const isSomewhere = [...(first?.all ?? [])].some((other) => others.every(({ all }) => all.has(other)))
    return isLeft && isSomewhere && onlyOn(node, task, ports) === undefined
  }
}

function whereaboutsOf(key: string, { store }: Pick<Ports, 'store'>): Whereabouts {
  const staying = [...store.by('Task', 'service', key).values()].filter((task) => !isRetiring(task))
  const nodesOf = (tasks: readonly V1Task[]) => new Set(tasks.flatMap(({ spec }) => spec.node ?? []))
  return { all: nodesOf(staying), live: nodesOf(staying.filter((task) => !hasEnded(task))) }
}
