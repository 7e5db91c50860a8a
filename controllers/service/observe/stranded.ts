import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { runningServices, sharedServices } from '../../../api/v1/template-refs.ts'
import { onlyOn } from '../../holds/left-behind.ts'
import type { Ports } from '../../runtime/ports.ts'
import { hasEnded, isRetiring } from '../../task/phase.ts'
import { isOneShot } from '../to-end.ts'

/** Where a service has tasks that stay. One that has ended counts where it is, as for the scheduler, and leads nobody there. */
interface Whereabouts {
  readonly all: ReadonlySet<string>
  readonly live: ReadonlySet<string>
}

/**
 * Says of a service's tasks whether those that they share something of went on to another node, to which they follow: at once where what
 * runs has the namespace of a container that is gone, and says nothing of it; else, and what is there to end, where it waits for the other. One whose
 * own data is where it is stays.
 */
export function strandedIn(service: V1Service, ports: Pick<Ports, 'store' | 'inventory'>): (task: V1Task) => boolean {
  const { metadata, spec } = service
  if (isGlobal(spec)) return () => false
  const known = new Map<string, Whereabouts>()
  const of = (name: string): Whereabouts => {
    const found = known.get(name) ?? whereaboutsOf(keyFor(metadata.namespace, name), ports)
    known.set(name, found)
    return found
  }
  return (task) => {
    const { node, template } = task.spec
    const shared = sharedServices(template)
    if (node === undefined || shared.length === 0) return false
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
