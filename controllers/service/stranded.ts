import type { V1Task } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import { sharedServices } from '../../api/v1/template-refs.ts'
import { onlyOn } from '../holds/left-behind.ts'
import type { Ports } from '../runtime/ports.ts'
import { hasEnded, isRetiring } from '../task/phase.ts'

/**
 * Whether the tasks that a task shares something of went on to other nodes: what runs without them has the network of a container that is
 * gone, and says nothing of it. It follows, but for one whose own data is where it is.
 */
export function isStranded(task: V1Task, ports: Pick<Ports, 'store' | 'inventory'>): boolean {
  const { metadata, spec } = task
  const { node } = spec
  const shared = sharedServices(spec.template)
  if (node === undefined || shared.length === 0) return false
  const isGone = (service: string): boolean => {
    const owners = [...ports.store.by('Task', 'service', keyFor(metadata.namespace, service)).values()]
    const bound = owners.filter((owner) => owner.spec.node !== undefined && !isRetiring(owner))
    // One that has ended counts where it is, as it does for the scheduler: what left it could come back there, and leave again for ever.
    return !bound.some((owner) => owner.spec.node === node) && bound.some((owner) => !hasEnded(owner))
  }
  return shared.some(isGone) && onlyOn(node, task, ports) === undefined
}
