import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { boundToNode } from '../holds/bound-to-node.ts'
import { pauseOf } from '../holds/pause.ts'
import type { Ports } from '../runtime/ports.ts'
import { movedBy } from '../scheduler/held-by-volume.ts'
import { rolloutPauseOf } from '../service/rollout-pause.ts'
import { hasEnded, isRetiring } from '../task/phase.ts'
import type { StillThere } from './plan.ts'

/** What runs on a node, or is to. */
export function tasksOn(node: string, store: Ports['store']): readonly V1Task[] {
  return [...store.by('Task', 'node', node).values()].filter((task) => !hasEnded(task))
}

/** The same of one that is drained, with why it stays. */
export function stillOn(node: string, ports: Ports): readonly StillThere[] {
  return tasksOn(node, ports.store).map((task): StillThere => {
    const service = ports.store.get('Service', serviceKeyOf(task))
    return { task: keyOf(task), ...(service ? whyItStays(task, service, ports) : {}) }
  })
}

function whyItStays(task: V1Task, service: V1Service, ports: Ports): Omit<StillThere, 'task'> {
  const { store, clock } = ports
  const paused = pauseOf(store, service.metadata, clock.now())
  if (paused) return { because: paused.message, ...(paused.until === undefined ? {} : { passes: true }) }
  if (isRetiring(task) || (isGlobal(service.spec) && !isJob(service.spec))) return {}
  const bound = boundToNode(task, service, ports)
  if (bound !== undefined)
    return {
      because: bound,
      ...(isJob(service.spec) ? { passes: true } : movedBy(task, ports)),
    }
  const held = rolloutPauseOf(store, keyOf(service))
  return held ? { because: held.message } : {}
}
